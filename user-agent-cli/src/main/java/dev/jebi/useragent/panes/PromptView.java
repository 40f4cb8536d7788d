package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A question in the last line. Stage thread only.
final class PromptView implements View {
    private final Stage stage;
    private final String label;
    private final Function<String, List<String>> completions;
    private final Consumer<String> then;
    private final LineField field = new LineField();
    private final List<String> offered = new ArrayList<>();
    private int next;
    private boolean secret;

    /// @param completions what may be meant by what is typed so far
    PromptView(
            Stage stage,
            String label,
            Function<String, List<String>> completions,
            Consumer<String> then) {
        this.stage = stage;
        this.label = label;
        this.completions = completions;
        this.then = then;
    }

    static PromptView plain(Stage stage, String label, Consumer<String> then) {
        return new PromptView(stage, label, _ -> List.of(), then);
    }

    /// With words that stand there at first.
    PromptView with(String words) {
        field.set(words);
        return this;
    }

    /// Not to be seen while it is typed.
    PromptView secret() {
        secret = true;
        return this;
    }

    @Override
    public boolean covers() {
        return false;
    }

    @Override
    public void draw(Canvas canvas) {
        int row = canvas.rows() - 1;
        Theme theme = stage.theme();
        canvas.put(0, row, " ".repeat(canvas.columns()), theme.style(Role.TEXT));
        int at = canvas.put(0, row, label, theme.style(Role.KEY));
        if (secret) {
            canvas.put(at, row, "•".repeat(field.text().length()), theme.style(Role.TEXT));
            canvas.cursor(at + field.text().length(), row);
        } else {
            field.draw(canvas, at, row, canvas.columns(), theme.style(Role.TEXT), true);
        }
        if (!offered.isEmpty() && row > 0) {
            String words = String.join("   ", offered);
            canvas.put(0, row - 1, " ".repeat(canvas.columns()), theme.style(Role.STATUS));
            canvas.put(1, row - 1, words, theme.style(Role.STATUS));
        }
    }

    @Override
    public void key(Input.Key key) {
        switch (key.name()) {
            case "<esc>", "<C-g>", "<C-c>" -> stage.close(this);
            case "<enter>" -> {
                stage.close(this);
                then.accept(field.text());
            }
            case "<tab>" -> complete();
            case "<backspace>", "<C-h>" -> {
                if (field.text().isEmpty()) {
                    stage.close(this);
                }
                typed(key);
            }
            default -> typed(key);
        }
    }

    private void typed(Input.Key key) {
        offered.clear();
        field.key(key);
    }

    private void complete() {
        if (offered.isEmpty()) {
            offered.addAll(completions.apply(field.text()));
            next = 0;
        }
        if (!offered.isEmpty()) {
            field.set(offered.get(next % offered.size()));
            next++;
        }
        if (offered.size() == 1) {
            offered.clear();
        }
    }

    @Override
    public void paste(String text) {
        field.paste(text);
    }
}
