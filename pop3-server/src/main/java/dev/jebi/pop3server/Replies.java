package dev.jebi.pop3server;

import dev.jebi.wire.Wire;

import java.io.IOException;
import java.util.List;

/// What a session says (RFC 1939 §3), in the language that the client chose. For one session.
final class Replies {
    private static final int STEP = 8 * 1024;

    private final Wire wire;
    private Language language = Language.ENGLISH;

    Replies(Wire wire) {
        this.wire = wire;
    }

    /// From now on (RFC 6856 §3).
    void speak(Language wanted) {
        language = wanted;
    }

    void ok(Text text, Object... values) throws IOException {
        ok(text.with(values));
    }

    void ok(Phrase phrase) throws IOException {
        wire.write("+OK " + phrase.in(language) + "\r\n");
    }

    /// What only programs read.
    void numbers(String numbers) throws IOException {
        wire.write("+OK " + numbers + "\r\n");
    }

    void refused(Pop3Refusal refusal) throws IOException {
        wire.write("-ERR " + refusal.text(language) + "\r\n");
    }

    /// A refusal after which nothing more is read.
    void refusedAtLast(Pop3Refusal refusal) throws IOException {
        String text = Text.ENOUGH.with(refusal.phrase()).in(language);
        wire.write("-ERR " + refusal.code() + text + "\r\n");
    }

    /// A challenge of AUTH (RFC 5034 §4); the client waits for it.
    void challenge(String base64) throws IOException {
        wire.write("+ " + base64 + "\r\n");
        wire.flush();
    }

    /// The lines of a multi-line reply; none of ours begins with a dot.
    void lines(Phrase phrase, Iterable<String> lines) throws IOException {
        var step = new StringBuilder("+OK ").append(phrase.in(language)).append("\r\n");
        for (String line : lines) {
            step.append(line).append("\r\n");
            if (step.length() > STEP) {
                wire.write(step.toString());
                step.setLength(0);
            }
        }
        wire.write(step.append(".\r\n").toString());
    }

    /// The languages that there are (RFC 6856 §3.1).
    void languages() throws IOException {
        var lines =
                List.of(Language.values()).stream()
                        .map(one -> one.tag() + " " + one.ownName())
                        .toList();
        lines(Text.LANGUAGES.with(), lines);
    }
}
