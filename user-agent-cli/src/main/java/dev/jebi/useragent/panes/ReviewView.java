package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.PersonsEditor;
import dev.jebi.useragent.compose.Review;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The last look before a letter goes: to whom, what is attached, what may be forgotten. Stage
/// thread only.
final class ReviewView implements View {
    private final Stage stage;
    private final Writing writing;
    private Writing.Begun begun;
    private Review review;

    ReviewView(Stage stage, Mail mail, Writing writing, Writing.Begun begun) {
        this.stage = stage;
        this.writing = writing;
        Letter letter = begun.letter();
        this.begun = letter.from().isBlank() ? begun.with(letter.withFrom(mail.author())) : begun;
        this.review = Review.of(this.begun.letter(), stage.settings().home());
    }

    @Override
    public void draw(Canvas canvas) {
        Theme theme = stage.theme();
        canvas.fill(new Box(0, 0, canvas.columns(), canvas.rows()), theme.style(Role.TEXT));
        canvas.put(0, 0, " ".repeat(canvas.columns()), theme.style(Role.STATUS));
        canvas.put(1, 0, "look over and send", theme.style(Role.STATUS).inBold());
        int row = 1;
        for (String line : head()) {
            int colon = line.indexOf(':') + 1;
            canvas.put(1, row, line.substring(0, colon), theme.style(Role.KEY));
            canvas.put(11, row, line.substring(colon).strip(), theme.style(Role.TEXT));
            row++;
        }
        for (String hindrance : review.hindrances()) {
            canvas.put(1, row++, "✗ " + hindrance, theme.style(Role.ERROR));
        }
        for (String warning : review.warnings()) {
            canvas.put(1, row++, "! " + warning, theme.style(Role.WARNING));
        }
        canvas.put(0, row++, "─".repeat(canvas.columns()), theme.style(Role.BORDER));
        text(canvas, row);
        int last = canvas.rows() - 1;
        canvas.put(0, last, " ".repeat(canvas.columns()), theme.style(Role.STATUS));
        String said = stage.said();
        String keys =
                (review.hindrances().isEmpty() ? "y send   " : "")
                        + "e edit   t attach   m Markdown   p keep as draft   D discard";
        canvas.put(
                1, last, stage.wrong() && !said.isEmpty() ? said : keys, theme.style(Role.STATUS));
    }

    private void text(Canvas canvas, int from) {
        int row = from;
        for (String line : SafeText.lines(begun.letter().body()).split("\n", -1)) {
            for (String piece : Columns.wrap(line, canvas.columns() - 2)) {
                if (row >= canvas.rows() - 1) {
                    return;
                }
                Role role = line.startsWith(">") ? Role.QUOTE : Role.TEXT;
                canvas.put(1, row++, piece, stage.theme().style(role));
            }
        }
    }

    private List<String> head() {
        Letter letter = begun.letter();
        var head = new ArrayList<String>();
        line(head, "From", letter.from());
        line(head, "To", letter.to());
        line(head, "Cc", letter.cc());
        line(head, "Bcc", letter.bcc());
        line(head, "Subject", letter.subject());
        letter.attach().forEach(file -> line(head, "Attach", file + size(file)));
        if (letter.markdown()) {
            line(head, "Form", "Markdown, as text and as HTML");
        }
        int octets = letter.body().getBytes(StandardCharsets.UTF_8).length;
        line(head, "Text", letter.body().lines().count() + " lines, " + SafeText.size(octets));
        return head;
    }

    private static void line(List<String> head, String name, String value) {
        if (!value.isBlank()) {
            head.add(name + ": " + SafeText.line(value));
        }
    }

    private String size(String typed) {
        Path file = Review.file(typed, stage.settings().home());
        try {
            return Files.isRegularFile(file) ? " (" + SafeText.size(Files.size(file)) + ")" : "";
        } catch (IOException _) {
            return ""; // the review says that it cannot be read
        }
    }

    @Override
    public void key(Input.Key key) {
        switch (key.name()) {
            case "y", "<C-x>", "<enter>" -> send();
            case "e" -> {
                stage.close(this);
                writing.edit(begun);
            }
            case "E", "<C-o>" ->
                    PersonsEditor.of(stage.settings().environment())
                            .ifPresentOrElse(this::own, () -> stage.warn("no editor is named"));
            case "t", "<C-t>", "a" -> stage.open(attaching());
            case "m" -> change(begun.letter().withMarkdown(!begun.letter().markdown()));
            case "p", "q", "n", "<esc>", "<C-c>", "<C-g>" -> {
                stage.close(this);
                stage.say("kept as a draft; " + writing.keys(Act.DRAFTS) + " shows it");
            }
            case "D" -> {
                stage.close(this);
                writing.discard(begun);
            }
            default -> stage.bell();
        }
    }

    private void own(PersonsEditor editor) {
        stage.close(this);
        writing.own(begun, editor);
    }

    private PromptView attaching() {
        return new PromptView(
                stage,
                "attach file: ",
                typed -> FileChoices.of(typed, stage.settings().home()),
                this::attach);
    }

    private void attach(String typed) {
        if (!typed.isBlank()) {
            var files = new ArrayList<>(begun.letter().attach());
            files.add(typed.strip());
            change(begun.letter().withAttach(files));
        }
    }

    private void change(Letter letter) {
        begun = begun.with(letter);
        writing.keep(begun);
        review = Review.of(letter, stage.settings().home());
    }

    private void send() {
        if (!review.hindrances().isEmpty()) {
            stage.bell();
            stage.warn("it cannot be sent yet: " + review.hindrances().getFirst());
            return;
        }
        stage.close(this);
        writing.send(begun);
    }
}
