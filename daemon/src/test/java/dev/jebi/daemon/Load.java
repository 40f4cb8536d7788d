package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Sessions that deliver, append, flag and expunge until the server is gone, each writing down what
/// it is told.
final class Load {
    private static final int SENDERS = 8;
    private static final int USER_AGENTS = 3;
    private static final int SIZE = 2_000;
    private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");

    private final Promised promised;
    private final AtomicLong marks = new AtomicLong();

    Load(Promised promised) {
        this.promised = promised;
    }

    /// Runs it for a while, then kills the server.
    void untilKilled(JebiProcess server, int milliseconds) throws Exception {
        var ended = new CountDownLatch(SENDERS + USER_AGENTS);
        start(server, ended);
        assertThat(ended.await(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
        server.kill();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private interface Session {
        void run() throws IOException;
    }

    private void start(JebiProcess server, CountDownLatch ended) {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sessions.add(() -> send(server));
        }
        for (int i = 0; i < USER_AGENTS; i++) {
            sessions.add(() -> use(server));
        }
        for (Session session : sessions) {
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            session.run();
                        } catch (IOException _) {
                            ended.countDown(); // killed: what was asked for
                        }
                    });
        }
    }

    private static String message(String mark, int size) {
        String line = "x".repeat(900) + "\r\n";
        return "X-Mark: " + mark + "\r\nSubject: load\r\n\r\n" + line.repeat(size / 900 + 1);
    }

    private String mark() {
        return "m" + marks.incrementAndGet();
    }

    private void send(JebiProcess server) throws IOException {
        try (var smtp = new Dialogue(server.at("smtp"))) {
            smtp.reply();
            smtp.command("EHLO load");
            while (true) {
                deliver(smtp, SIZE);
            }
        }
    }

    /// One mail transaction.
    ///
    /// @return the last reply
    String deliver(Dialogue smtp, int size) throws IOException {
        String mark = mark();
        smtp.command("MAIL FROM:<x@a.test>");
        String reply = smtp.command("RCPT TO:<al@a.test>");
        if (reply.startsWith("250 ")) {
            smtp.command("DATA");
            smtp.send(message(mark, size) + ".");
            reply = smtp.reply();
        }
        if (reply.startsWith("250 ")) {
            promised.accepted(mark);
        } else {
            smtp.command("RSET");
        }
        return reply;
    }

    /// A user agent that changes what it has brought.
    private void use(JebiProcess server) throws IOException {
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            Promised.ok(imap, "LOGIN al@a.test secret");
            Promised.ok(imap, "SELECT INBOX");
            for (int i = 0; i >= 0; i++) {
                String mark = mark();
                var appended = APPENDED.matcher(append(imap, message(mark, SIZE)));
                assertThat(appended.find()).isTrue();
                String uid = appended.group(1);
                promised.appended(mark, Long.parseLong(uid));
                if (i % 2 == 0) {
                    Promised.ok(imap, "UID STORE " + uid + " +FLAGS.SILENT (\\Flagged)");
                    promised.flagged(mark);
                } else {
                    promised.expunging(mark);
                    Promised.ok(imap, "UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
                    Promised.ok(imap, "UID EXPUNGE " + uid);
                    promised.expunged(mark);
                }
            }
        }
    }

    static String append(Dialogue imap, String message) throws IOException {
        imap.send("a APPEND INBOX {" + message.length() + "}");
        String line;
        do {
            line = imap.line();
        } while (!line.startsWith("+") && !line.startsWith("a "));
        return line.startsWith("a ") ? line : ended(imap, message);
    }

    private static String ended(Dialogue imap, String message) throws IOException {
        imap.send(message);
        String line;
        do {
            line = imap.line();
        } while (!line.startsWith("a "));
        return line;
    }
}
