package dev.jebi.pop3server;

import dev.jebi.wire.Wire;

import java.io.IOException;

/// What a session says (RFC 1939 §3). For one session.
final class Replies {
    private static final int STEP = 8 * 1024;

    private final Wire wire;

    Replies(Wire wire) {
        this.wire = wire;
    }

    void ok(String text) throws IOException {
        wire.write("+OK " + text + "\r\n");
    }

    void refused(String text) throws IOException {
        wire.write("-ERR " + text + "\r\n");
    }

    /// A challenge of AUTH (RFC 5034 §4); the client waits for it.
    void challenge(String base64) throws IOException {
        wire.write("+ " + base64 + "\r\n");
        wire.flush();
    }

    /// The lines of a multi-line reply; none of ours begins with a dot.
    void lines(String text, Iterable<String> lines) throws IOException {
        var step = new StringBuilder("+OK ").append(text).append("\r\n");
        for (String line : lines) {
            step.append(line).append("\r\n");
            if (step.length() > STEP) {
                wire.write(step.toString());
                step.setLength(0);
            }
        }
        wire.write(step.append(".\r\n").toString());
    }
}
