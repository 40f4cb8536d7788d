package dev.jebi.smtp;

import java.util.List;
import java.util.Optional;

/// An SMTP reply (RFC 5321 §4.2): a code, an enhanced status code where there is one, and lines.
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    /// A reply of one line with an enhanced status code.
    public static Reply of(int code, String status, String line) {
        return new Reply(code, Optional.of(EnhancedStatus.parse(status)), List.of(line));
    }

    /// A reply without an enhanced status code: greetings, EHLO, 354.
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /// Whether it says that the command was done, or that the client may go on.
    public boolean positive() {
        return code < 400;
    }

    /// Whether trying again later may help.
    public boolean transientFailure() {
        return code >= 400 && code < 500;
    }

    /// The reply as one line of text, for logs and reports.
    public String text() {
        return code + status.map(s -> " " + s).orElse("") + " " + String.join(" ", lines);
    }

    /// The reply as the wire has it.
    public String encode() {
        var wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code).append(i == lines.size() - 1 ? ' ' : '-');
            status.ifPresent(s -> wire.append(s).append(' '));
            wire.append(lines.get(i)).append("\r\n");
        }
        return wire.toString();
    }
}
