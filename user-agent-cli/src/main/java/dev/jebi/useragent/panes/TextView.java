package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;

import java.util.List;

/// Lines to be read over the panes: help, a link. Stage thread only.
final class TextView implements View {
    private final Stage stage;
    private final String title;
    private final List<String> lines;
    private int top;
    private int height = 1;

    TextView(Stage stage, String title, List<String> lines) {
        this.stage = stage;
        this.title = title;
        this.lines = List.copyOf(lines);
    }

    /// The keys of a place.
    static TextView keys(Stage stage, Place place) {
        var lines = new java.util.ArrayList<String>();
        Keymap keymap = stage.keymap();
        for (Act act : Act.values()) {
            if (!act.in(place)) {
                continue;
            }
            String keys = keymap.keysOf(act);
            lines.add(
                    dev.jebi.useragent.text.Columns.fit(keys, 18)
                            + dev.jebi.useragent.text.Columns.fit(":" + act.word(), 20)
                            + act.tells());
        }
        String where =
                switch (place) {
                    case MAILBOXES -> "mailboxes";
                    case LIST -> "list";
                    case MESSAGE -> "message";
                };
        return new TextView(stage, "keys · " + where + " · " + keymap.preset().word(), lines);
    }

    @Override
    public boolean covers() {
        return false;
    }

    @Override
    public void draw(Canvas canvas) {
        var box =
                new Box(1, 0, canvas.columns() - 2, Math.min(lines.size() + 2, canvas.rows() - 1));
        Frame.draw(canvas, box, title, stage.theme());
        height = Math.max(box.rows() - 2, 1);
        top = Math.clamp(top, 0, Math.max(lines.size() - height, 0));
        for (int i = 0; i < height && top + i < lines.size(); i++) {
            canvas.put(
                    box.column() + 2,
                    box.row() + 1 + i,
                    box.endColumn() - 1,
                    lines.get(top + i),
                    stage.theme().style(Role.TEXT));
        }
        String more = top + height < lines.size() ? "↓ more" : "esc closes";
        canvas.put(
                box.endColumn() - 14,
                box.endRow() - 1,
                " " + more + " ",
                stage.theme().style(Role.KEY));
    }

    @Override
    public void key(Input.Key key) {
        switch (key.name()) {
            case "<down>", "j", "n", "<C-n>" -> top++;
            case "<up>", "k", "p", "<C-p>" -> top--;
            case "<pagedown>", " ", "<C-d>", "<C-f>", "<C-v>" -> top += height;
            case "<pageup>", "<C-u>", "<C-b>", "<A-v>" -> top -= height;
            default -> stage.close(this);
        }
    }
}
