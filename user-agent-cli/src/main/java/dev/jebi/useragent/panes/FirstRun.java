package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Keeping;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The first screen of all: an address, and, when its servers are found, a password. Where a server
/// on this machine makes the address likely, the password is the only question. Stage thread only.
final class FirstRun implements View {
    private static final List<String> LABELS =
            List.of(
                    "Address",
                    "Your name",
                    "Kept in",
                    "Password",
                    "IMAP server",
                    "SMTP server",
                    "POP3 server");
    private static final int ADDRESS = 0;
    private static final int NAME = 1;
    private static final int KEPT = 2;
    private static final int PASSWORD = 3;
    private static final int IMAP = 4;
    private static final int SMTP = 5;
    private static final int POP3 = 6;

    private final Stage stage;
    private final Setup setup;
    private final Consumer<Mail> then;
    private final List<Keeping> keepings;
    private final List<LineField> fields = new ArrayList<>();
    private int focus;
    private int kept;
    private boolean asking;
    private boolean likely;
    private boolean found;
    private boolean busy;
    private String sought = "";
    private String how = "";
    private String tls = "auto";

    FirstRun(Stage stage, Setup setup, Consumer<Mail> then) {
        this.stage = stage;
        this.setup = setup;
        this.then = then;
        this.keepings = setup.keepings();
        LABELS.forEach(_ -> fields.add(new LineField()));
        stage.look("this machine", setup::likely, this::suggested, _ -> asking = true);
    }

    /// Who has typed meanwhile knows better.
    private void suggested(Optional<String> address) {
        if (!asking && address.isPresent()) {
            likely = true;
            fields.get(ADDRESS).set(address.get());
            find(address.get());
        }
        asking = true;
    }

    private String title() {
        if (found) {
            return (likely ? "This address? Its password is enough; servers: " : "servers: ") + how;
        }
        return asking && !likely
                ? "Which mail address is yours?"
                : "Is there a server on this machine? …";
    }

    @Override
    public void draw(Canvas canvas) {
        Theme theme = stage.theme();
        canvas.fill(new Box(0, 0, canvas.columns(), canvas.rows()), theme.style(Role.TEXT));
        int left = Math.max((canvas.columns() - 76) / 2, 1);
        canvas.put(left, 1, "Welcome to jebi mail", theme.style(Role.TITLE));
        canvas.put(left, 3, SafeText.line(title()), theme.style(Role.TEXT));
        int shown = found ? LABELS.size() : 1;
        for (int i = 0; i < shown; i++) {
            field(canvas, i, left, 5 + i);
        }
        String said = stage.said();
        String busyWord = stage.busy();
        String below = busy ? (found ? "signing in …" : "looking for the servers …") : said;
        Role role = stage.wrong() && !busy ? Role.WARNING : Role.TEXT;
        int row = 6 + shown;
        for (String line : Columns.wrap(below, Math.min(canvas.columns() - left - 1, 76))) {
            canvas.put(left, row++, line, theme.style(role));
        }
        canvas.put(left, row, busyWord, theme.style(Role.FAINT));
        canvas.put(
                left,
                canvas.rows() - 1,
                "enter goes on   tab next field   space changes a choice   esc leaves",
                theme.style(Role.FAINT));
    }

    private void field(Canvas canvas, int field, int left, int row) {
        Theme theme = stage.theme();
        boolean command = field == PASSWORD && keeping() == Keeping.COMMAND;
        String label = command ? "Command" : LABELS.get(field);
        canvas.put(left, row, Columns.right(label + ":", 13), theme.style(Role.KEY));
        int column = left + 14;
        if (field == KEPT || (field == PASSWORD && !command)) {
            String shown =
                    field == KEPT ? choice() : "•".repeat(fields.get(PASSWORD).text().length());
            canvas.put(column, row, shown, theme.style(Role.FIELD));
            if (focus == field) {
                canvas.cursor(column + (field == KEPT ? 0 : shown.length()), row);
            }
        } else {
            fields.get(field)
                    .draw(
                            canvas,
                            column,
                            row,
                            canvas.columns(),
                            theme.style(Role.FIELD),
                            focus == field);
        }
    }

    private Keeping keeping() {
        return keepings.get(kept);
    }

    private String choice() {
        return switch (keeping()) {
            case FILE -> "a file that only you can read";
            case SECRET_TOOL -> "the keyring of your desktop (secret-tool)";
            case COMMAND -> "another program: a command tells it";
        };
    }

    /// The way to keep a password is chosen and not written.
    private void choose(Input.Key key) {
        int all = keepings.size();
        switch (key.name()) {
            case " ", "<right>" -> kept = (kept + 1) % all;
            case "<left>" -> kept = (kept + all - 1) % all;
            default -> stage.say("space changes it");
        }
    }

    @Override
    public void key(Input.Key key) {
        if (key.name().equals("<esc>") || key.name().equals("<C-c>")) {
            stage.quit();
        } else if (!busy) {
            asking = true;
            switch (key.name()) {
                case "<tab>", "<down>" -> focus(focus + 1);
                case "<S-tab>", "<up>" -> focus(focus - 1);
                case "<enter>" -> enter();
                default -> {
                    if (focus == KEPT) {
                        choose(key);
                    } else {
                        fields.get(focus).key(key);
                    }
                }
            }
        }
    }

    private void focus(int other) {
        focus = found ? Math.clamp(other, 0, LABELS.size() - 1) : ADDRESS;
    }

    private void enter() {
        String address = fields.get(ADDRESS).text().strip();
        if (!address.matches("[^@\\s]+@[^@\\s]+")) {
            stage.warn("write it as name@domain");
            focus = ADDRESS;
        } else if (!found || !address.equals(sought)) {
            likely = false;
            find(address);
        } else if (fields.get(PASSWORD).text().isEmpty()) {
            focus = PASSWORD;
        } else {
            open(address);
        }
    }

    private void find(String address) {
        busy = true;
        sought = address;
        stage.look(
                "looking",
                () -> setup.find(address),
                servers -> {
                    busy = false;
                    found = true;
                    how = servers.how();
                    tls = servers.tls();
                    fields.get(IMAP).set(servers.imap());
                    fields.get(SMTP).set(servers.smtp());
                    fields.get(POP3).set(servers.pop3());
                    focus = servers.imap().isEmpty() && servers.pop3().isEmpty() ? IMAP : PASSWORD;
                },
                this::failed);
    }

    private void open(String address) {
        busy = true;
        var servers = new Setup.Servers(text(IMAP), text(SMTP), text(POP3), tls, how);
        var wanted =
                new Setup.Wanted(
                        address, text(NAME), keeping(), fields.get(PASSWORD).text(), servers);
        stage.look(
                "signing in",
                () -> setup.open(wanted),
                mail -> {
                    busy = false;
                    then.accept(mail);
                    stage.close(this);
                },
                this::failed);
    }

    private String text(int field) {
        return fields.get(field).text().strip();
    }

    private void failed(Exception fault) {
        busy = false;
        found = true; // where they are can be written by hand
        stage.warn(Stage.sentence(fault));
    }

    @Override
    public void paste(String text) {
        if (!busy && focus != KEPT) {
            asking = true;
            fields.get(focus).paste(text);
        }
    }
}
