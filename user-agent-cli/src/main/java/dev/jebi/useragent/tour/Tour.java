package dev.jebi.useragent.tour;

import dev.jebi.useragent.wire.Side;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The way of one message: handed in, passed on, and read by POP3 and by IMAP.
public final class Tour {
    private static final long WAY_SECONDS = 60;

    /// The last line of a reply of SMTP (RFC 5321 §4.2.1).
    private static final Predicate<String> REPLY = line -> !line.startsWith("-", 3);

    private static final Predicate<String> LINE = _ -> true;
    private static final Predicate<String> DOT = line -> line.equals(".");

    private final Grounds grounds;
    private final Words words;
    private final Telling telling;

    public Tour(Grounds grounds, Words words, Telling telling) {
        this.grounds = grounds;
        this.words = words;
        this.telling = telling;
    }

    /// Walks it from the beginning to the end.
    public void walk() throws IOException {
        guide("welcome", "");
        submission();
        relay();
        pop("pop3", List.of("RETR 1"));
        imap("imap", this::read);
        imap("imap-again", imap -> ask(imap, "r3 FETCH 1 (FLAGS)"));
        pop("pop3-delete", List.of("RETR 1", "DELE 1"));
        imap("imap-after", _ -> {});
        guide("farewell", "");
    }

    private void guide(String scene, String protocol) {
        telling.tell(
                new Step(
                        scene,
                        protocol,
                        Optional.empty(),
                        words.of(scene + ".title"),
                        words.of(scene + ".text")));
        telling.pause();
    }

    private Dialogue dialogue(String scene, String protocol) {
        guide(scene, protocol);
        return new Dialogue(scene, protocol, words, telling);
    }

    private void submission() throws IOException {
        try (var smtp = new Talk(grounds.submission(), dialogue("submission", "smtp"))) {
            smtp.hear(REPLY, "220 ");
            ask(smtp, "EHLO [127.0.0.1]", "250 ");
            ask(smtp, "STARTTLS", "220 ");
            smtp.protect();
            ask(smtp, "EHLO [127.0.0.1]", "250 ");
            String secret = "\0" + Grounds.AUTHOR + "\0" + grounds.password();
            ask(smtp, "AUTH PLAIN " + base64(secret), "235 ");
            ask(smtp, "MAIL FROM:<" + Grounds.AUTHOR + "> BODY=8BITMIME", "250 ");
            ask(smtp, "RCPT TO:<" + Grounds.READER + ">", "250 ");
            ask(smtp, "DATA", "354 ");
            for (String line : letter()) {
                smtp.say(line.startsWith(".") ? "." + line : line); // RFC 5321 §4.5.2
            }
            ask(smtp, ".", "250 ");
            ask(smtp, "QUIT", "221 ");
        }
    }

    private static void ask(Talk smtp, String line, String wanted) throws IOException {
        smtp.say(line);
        smtp.hear(REPLY, wanted);
    }

    private List<String> letter() {
        return List.of(
                "From: Alice <" + Grounds.AUTHOR + ">",
                "To: Bob <" + Grounds.READER + ">",
                "Subject: =?UTF-8?B?" + base64(words.of("letter.subject")) + "?=",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                words.of("letter.first"),
                words.of("letter.second"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void relay() {
        var dialogue = dialogue("relay", "smtp");
        Side before = Side.SERVER;
        for (Hop.Heard heard : grounds.heard(WAY_SECONDS)) {
            if (heard.side() == Side.CLIENT && before == Side.SERVER) {
                dialogue.pause();
            }
            before = heard.side();
            dialogue.line(heard.side(), heard.line());
        }
        dialogue.pause();
    }

    /// A look by POP3.
    private void pop(String scene, List<String> inside) throws IOException {
        try (var pop3 = new Talk(grounds.mailbox("pop3"), dialogue(scene, "pop3"))) {
            pop3.hear(LINE, "+OK");
            pop3.say("USER " + Grounds.READER);
            pop3.hear(LINE, "+OK");
            pop3.say("PASS " + grounds.password());
            pop3.hear(LINE, "+OK");
            pop3.say("STAT");
            pop3.hear(LINE, "+OK 1 ");
            pop3.say("UIDL");
            pop3.begin("+OK");
            pop3.hear(DOT, ".");
            for (String line : inside) {
                pop3.say(line);
                if (line.startsWith("RETR")) {
                    pop3.begin("+OK");
                    pop3.hear(DOT, ".");
                } else {
                    pop3.hear(LINE, "+OK");
                }
            }
            pop3.say("QUIT");
            pop3.hear(LINE, "+OK");
        }
    }

    /// What is done with a mailbox that is open.
    private interface Work {
        void with(Talk imap) throws IOException;
    }

    /// A look by IMAP.
    private void imap(String scene, Work work) throws IOException {
        try (var imap = new Talk(grounds.mailbox("imap"), dialogue(scene, "imap"))) {
            imap.hear(LINE, "* OK ");
            ask(imap, "r1 LOGIN " + Grounds.READER + " " + grounds.password());
            ask(imap, "r2 SELECT INBOX");
            work.with(imap);
            ask(imap, "r9 LOGOUT");
        }
    }

    private void read(Talk imap) throws IOException {
        ask(imap, "r3 FETCH 1 (FLAGS RFC822.SIZE ENVELOPE)");
        ask(imap, "r4 FETCH 1 (BODY[])");
        ask(imap, "r5 STORE 1 +FLAGS (\\Flagged)");
    }

    private static void ask(Talk imap, String line) throws IOException {
        String tag = line.substring(0, line.indexOf(' ') + 1);
        imap.say(line);
        imap.hear(said -> said.startsWith(tag), tag.toLowerCase(Locale.ROOT) + "OK");
    }
}
