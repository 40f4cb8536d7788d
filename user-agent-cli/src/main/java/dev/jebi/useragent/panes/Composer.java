package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.AddressBook;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.PersonsEditor;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The built-in editor: header fields with completion, and the text. What is written is kept as a
/// draft at each pause. Stage thread only.
final class Composer implements View {
    private static final List<String> FIELDS = List.of("To", "Cc", "Bcc", "Subject");
    private static final int SUBJECT = 3;
    private static final int BODY = 4;
    private static final Duration AGAIN = Duration.ofSeconds(5); // when it could not be kept
    private static final int MANY_KEYS = 10;
    private static final int OFFERED = 5;
    private static final int LEAST_FOR_ALL = 7; // rows, so that the text has some too

    private final Stage stage;
    private final Mail mail;
    private final Writing writing;
    private final List<LineField> fields = new ArrayList<>();
    private final TextArea body;
    private Writing.Begun begun;
    private List<AddressBook.Person> offered = List.of();
    private int chosen;
    private int focus;
    private int unkept;
    private Instant again = Instant.EPOCH;

    Composer(Stage stage, Mail mail, Writing writing, Writing.Begun begun) {
        this.stage = stage;
        this.mail = mail;
        this.writing = writing;
        this.begun = begun;
        Letter letter = begun.letter();
        for (String text : List.of(letter.to(), letter.cc(), letter.bcc(), letter.subject())) {
            var field = new LineField();
            field.set(text);
            fields.add(field);
        }
        body = new TextArea(letter.body());
        if (letter.answered().isPresent()) {
            body.goBelow(); // what is quoted
        }
        focus = letter.to().isBlank() ? 0 : letter.subject().isBlank() ? SUBJECT : BODY;
    }

    @Override
    public void draw(Canvas canvas) {
        Theme theme = stage.theme();
        var box = new Box(0, 0, canvas.columns(), canvas.rows());
        canvas.fill(box, theme.style(Role.TEXT));
        canvas.fill(box.top(1), theme.style(Role.STATUS));
        canvas.put(
                1, 0, "write · " + SafeText.line(begun.letter().from()), theme.style(Role.STATUS));
        int row = 1;
        int focusRow = 1;
        for (int i = 0; i < FIELDS.size(); i++) {
            boolean empty = fields.get(i).text().isEmpty() && focus != i && i != 0 && i != SUBJECT;
            boolean aside = focus != i && canvas.rows() < LEAST_FOR_ALL;
            if (aside || (empty && canvas.rows() < 16)) {
                continue; // what is not written in needs no line where there is little room
            }
            canvas.put(1, row, Columns.right(FIELDS.get(i) + ":", 8), theme.style(Role.KEY));
            fields.get(i)
                    .draw(canvas, 10, row, canvas.columns(), theme.style(Role.FIELD), focus == i);
            focusRow = focus == i ? row : focusRow;
            row++;
        }
        row = attachments(canvas, row);
        canvas.put(0, row, "─".repeat(canvas.columns()), theme.style(Role.BORDER));
        body.draw(canvas, box.below(row + 1).top(canvas.rows() - row - 2), theme, focus == BODY);
        bottom(canvas, theme);
        if (!offered.isEmpty()) {
            offers(canvas, focusRow + 1);
        }
    }

    private int attachments(Canvas canvas, int from) {
        int row = from;
        for (String file : begun.letter().attach()) {
            canvas.put(1, row, Columns.right("Attach:", 8), stage.theme().style(Role.KEY));
            canvas.put(10, row, SafeText.line(file), stage.theme().style(Role.TEXT));
            row++;
        }
        return row;
    }

    private void bottom(Canvas canvas, Theme theme) {
        int row = canvas.rows() - 1;
        String said = stage.said();
        String keys =
                "^X look over and send   ^T attach   ^O own editor   tab next   esc keep as draft";
        canvas.put(0, row, " ".repeat(canvas.columns()), theme.style(Role.STATUS));
        canvas.put(
                1,
                row,
                said.isEmpty() ? keys : said,
                theme.style(stage.wrong() && !said.isEmpty() ? Role.ERROR : Role.STATUS));
    }

    private void offers(Canvas canvas, int row) {
        for (int i = 0; i < offered.size(); i++) {
            String text = " " + SafeText.line(offered.get(i).written());
            Role role = i == chosen ? Role.SELECTED : Role.STATUS;
            int room = Math.min(canvas.columns() - 10, 60);
            canvas.put(10, row + i, Columns.fit(text, room), stage.theme().style(role));
        }
    }

    @Override
    public void key(Input.Key key) {
        switch (key.name()) {
            case "<C-x>", "<C-s>" -> done();
            case "<C-t>" -> stage.open(attaching());
            case "<C-o>" -> own();
            case "<esc>", "<C-c>", "<C-g>" -> leave();
            default -> {
                if (focus == BODY) {
                    inBody(key);
                } else {
                    inField(key);
                }
            }
        }
    }

    private void leave() {
        if (!offered.isEmpty()) {
            offered = List.of();
            return;
        }
        Letter letter = letter();
        if (letter.empty(mail.signature())) {
            stage.close(this);
            writing.discard(begun);
        } else if (keep()) { // else it stays, with all that was written
            stage.close(this);
            stage.say("kept as a draft; " + writing.keys(Act.DRAFTS) + " shows it");
        }
    }

    private void done() {
        if (keep()) {
            stage.close(this);
            stage.open(new ReviewView(stage, mail, writing, begun.with(letter())));
        }
    }

    private void own() {
        Optional<PersonsEditor> editor = PersonsEditor.of(stage.settings().environment());
        if (editor.isEmpty()) {
            stage.warn("no editor is named; set VISUAL or EDITOR");
            return;
        }
        if (keep()) {
            stage.close(this);
            writing.own(begun.with(letter()), editor.get());
        }
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
            begun = begun.with(begun.letter().withAttach(files));
            touched();
        }
    }

    private void inBody(Input.Key key) {
        boolean up = key.name().equals("<up>") && body.atTop();
        if (up || key.name().equals("<S-tab>")) {
            focus = SUBJECT;
        } else if (body.key(key)) {
            touched();
        }
    }

    private void inField(Input.Key key) {
        boolean offering = !offered.isEmpty();
        switch (key.name()) {
            case "<tab>", "<enter>" -> {
                if (offering) {
                    take(offered.get(chosen));
                } else {
                    focus(focus + 1);
                }
            }
            case "<S-tab>" -> focus(focus - 1);
            case "<down>", "<C-n>" -> {
                if (offering) {
                    chosen = (chosen + 1) % offered.size();
                } else {
                    focus(focus + 1);
                }
            }
            case "<up>", "<C-p>" -> {
                if (offering) {
                    chosen = (chosen + offered.size() - 1) % offered.size();
                } else {
                    focus(focus - 1);
                }
            }
            default -> {
                if (fields.get(focus).key(key)) {
                    touched();
                    offer();
                }
            }
        }
    }

    private void focus(int other) {
        focus = Math.clamp(other, 0, BODY);
        offered = List.of();
    }

    /// The word that is being typed: what stands behind the last comma.
    private String typed() {
        String before = fields.get(focus).before();
        return before.substring(before.lastIndexOf(',') + 1).stripLeading();
    }

    private void offer() {
        chosen = 0;
        offered = List.of();
        if (focus < SUBJECT && !typed().isBlank()) {
            try {
                String typed = typed().strip();
                offered =
                        mail.people().find(typed, OFFERED).stream()
                                .filter(p ->
                                        !p.address().equalsIgnoreCase(typed)) // it is all there
                                .toList();
            } catch (IOException e) {
                stage.warn(Stage.sentence(e));
            }
        }
    }

    private void take(AddressBook.Person person) {
        fields.get(focus).replace(typed().length(), person.written() + ", ");
        offered = List.of();
        touched();
    }

    @Override
    public void paste(String text) {
        if (focus == BODY) {
            body.paste(text);
        } else {
            fields.get(focus).paste(text);
        }
        touched();
    }

    private void touched() {
        if (++unkept >= MANY_KEYS) {
            keep();
        }
    }

    @Override
    public void idle() {
        if (unkept > 0 && !stage.clock().instant().isBefore(again)) {
            keep();
        }
    }

    /// However the terminal goes, what was written stays.
    @Override
    public void closed() {
        if (unkept > 0) {
            keep();
        }
    }

    private boolean keep() {
        boolean kept = writing.keep(begun.with(letter()));
        unkept = kept ? 0 : 1;
        again = kept ? Instant.EPOCH : stage.clock().instant().plus(AGAIN);
        return kept;
    }

    private Letter letter() {
        return begun.letter()
                .withTo(field(0))
                .withCc(field(1))
                .withBcc(field(2))
                .withSubject(fields.get(SUBJECT).text())
                .withBody(body.text());
    }

    /// A list without the comma that completion leaves behind.
    private String field(int number) {
        return fields.get(number).text().strip().replaceAll(",\\s*$", "");
    }
}
