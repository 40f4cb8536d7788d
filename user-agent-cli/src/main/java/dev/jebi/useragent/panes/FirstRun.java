package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The first screen of all: an address, and, when its servers are found, a password. Stage thread
/// only.
final class FirstRun implements View {
    private static final List<String> LABELS =
            List.of(
                    "Address",
                    "Your name",
                    "Password",
                    "IMAP server",
                    "SMTP server",
                    "POP3 server");
    private static final int ADDRESS = 0;
    private static final int NAME = 1;
    private static final int PASSWORD = 2;
    private static final int IMAP = 3;
    private static final int SMTP = 4;
    private static final int POP3 = 5;

    private final Stage stage;
    private final Setup setup;
    private final Consumer<Mail> then;
    private final List<LineField> fields = new ArrayList<>();
    private int focus;
    private boolean found;
    private boolean busy;
    private String how = "";
    private String tls = "auto";

    FirstRun(Stage stage, Setup setup, Consumer<Mail> then) {
        this.stage = stage;
        this.setup = setup;
        this.then = then;
        LABELS.forEach(_ -> fields.add(new LineField()));
    }

    @Override
    public void draw(Canvas canvas) {
        Theme theme = stage.theme();
        canvas.fill(new Box(0, 0, canvas.columns(), canvas.rows()), theme.style(Role.TEXT));
        int left = Math.max((canvas.columns() - 76) / 2, 1);
        canvas.put(left, 1, "Welcome to jebi mail", theme.style(Role.TITLE));
        String words = found ? "servers: " + how : "Which mail address is yours?";
        canvas.put(left, 3, SafeText.line(words), theme.style(Role.TEXT));
        int shown = found ? LABELS.size() : 1;
        for (int i = 0; i < shown; i++) {
            int row = 5 + i;
            canvas.put(left, row, Columns.right(LABELS.get(i) + ":", 13), theme.style(Role.KEY));
            int column = left + 14;
            if (i == PASSWORD) {
                String dots = "•".repeat(fields.get(i).text().length());
                canvas.put(column, row, dots, theme.style(Role.FIELD));
                if (focus == i) {
                    canvas.cursor(column + dots.length(), row);
                }
            } else {
                fields.get(i)
                        .draw(
                                canvas,
                                column,
                                row,
                                canvas.columns(),
                                theme.style(Role.FIELD),
                                focus == i);
            }
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
                "enter goes on   tab next field   esc leaves",
                theme.style(Role.FAINT));
    }

    @Override
    public void key(Input.Key key) {
        if (key.name().equals("<esc>") || key.name().equals("<C-c>")) {
            stage.quit();
        } else if (!busy) {
            switch (key.name()) {
                case "<tab>", "<down>" -> focus(focus + 1);
                case "<S-tab>", "<up>" -> focus(focus - 1);
                case "<enter>" -> enter();
                default -> fields.get(focus).key(key);
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
        } else if (!found) {
            find(address);
        } else if (fields.get(PASSWORD).text().isEmpty()) {
            focus = PASSWORD;
        } else {
            open(address);
        }
    }

    private void find(String address) {
        busy = true;
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
        var wanted = new Setup.Wanted(address, text(NAME), fields.get(PASSWORD).text(), servers);
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
        if (!busy) {
            fields.get(focus).paste(text);
        }
    }
}
