package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.terminal.Style;
import dev.jebi.useragent.text.Columns;

import java.util.List;

/// A box of things of which one is chosen, found by a few of its letters. Stage thread only.
final class ChoiceView implements View {
    /// Something to choose.
    ///
    /// @param side what stands at the right end, e.g. its key
    record Choice(String label, String side, Runnable then) {}

    private static final int WIDEST = 90;

    private final Stage stage;
    private final String title;
    private final List<Choice> all;
    private final LineField field = new LineField();
    private List<Choice> found;
    private int cursor;
    private int top;

    ChoiceView(Stage stage, String title, List<Choice> all) {
        this.stage = stage;
        this.title = title;
        this.all = List.copyOf(all);
        this.found = this.all;
    }

    @Override
    public boolean covers() {
        return false;
    }

    @Override
    public void draw(Canvas canvas) {
        Theme theme = stage.theme();
        int width = Math.min(WIDEST, canvas.columns() - 2);
        int height = Math.min(Math.max(all.size(), 1) + 3, Math.max(canvas.rows() * 3 / 4, 5));
        var box =
                new Box(
                        (canvas.columns() - width) / 2,
                        1,
                        width,
                        Math.min(height, canvas.rows() - 1));
        Frame.draw(canvas, box, title, theme);
        int left = box.column() + 2;
        canvas.put(left, box.row() + 1, "> ", theme.style(Role.KEY));
        field.draw(
                canvas, left + 2, box.row() + 1, box.endColumn() - 2, theme.style(Role.TEXT), true);
        int rows = Math.max(box.rows() - 3, 1);
        top = Math.clamp(top, Math.max(cursor - rows + 1, 0), cursor);
        top = Math.min(top, Math.max(found.size() - rows, 0));
        for (int i = 0; i < rows && top + i < found.size(); i++) {
            Choice choice = found.get(top + i);
            Style style = theme.style(top + i == cursor ? Role.SELECTED : Role.TEXT);
            int room = box.columns() - 4;
            int side = Math.min(Columns.width(choice.side()), room / 2);
            String text =
                    Columns.fit(choice.label(), room - side) + Columns.fit(choice.side(), side);
            canvas.put(left, box.row() + 2 + i, box.endColumn() - 1, text, style);
        }
        if (found.isEmpty()) {
            canvas.put(left, box.row() + 2, "nothing fits", theme.style(Role.FAINT));
        }
    }

    @Override
    public void key(Input.Key key) {
        switch (key.name()) {
            case "<esc>", "<C-g>", "<C-c>" -> stage.close(this);
            case "<down>", "<C-n>", "<tab>" -> go(cursor + 1);
            case "<up>", "<C-p>", "<S-tab>" -> go(cursor - 1);
            case "<pagedown>" -> go(cursor + 10);
            case "<pageup>" -> go(cursor - 10);
            case "<enter>" -> {
                stage.close(this);
                if (cursor < found.size()) {
                    found.get(cursor).then().run();
                }
            }
            default -> {
                field.key(key);
                search();
            }
        }
    }

    @Override
    public void paste(String text) {
        field.paste(text);
        search();
    }

    private void search() {
        found = Fuzzy.sorted(all, field.text(), c -> c.label() + " " + c.side());
        go(0);
    }

    private void go(int line) {
        cursor = Math.clamp(line, 0, Math.max(found.size() - 1, 0));
    }
}
