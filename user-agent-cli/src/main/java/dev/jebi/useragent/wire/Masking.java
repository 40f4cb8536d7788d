package dev.jebi.useragent.wire;

/// What of a dialogue is shown: each line, and where a secret stands, `***`. It follows the
/// dialogue, because a secret on a line of its own can be told by what went before only. One
/// session.
interface Masking {
    String HIDDEN = "***";

    /// A line of ours.
    String client(String line);

    /// A line of the server's.
    String server(String line);

    /// What fits the protocol of that name.
    static Masking of(String protocol) {
        return switch (protocol) {
            case "smtp" -> new SmtpMasking();
            case "imap" -> new ImapMasking();
            case "pop3" -> new PopMasking();
            default -> throw new IllegalArgumentException(protocol);
        };
    }

    /// Our answer in an exchange of SASL: only giving up (RFC 4954 §4) is no secret.
    static String answer(String line) {
        return line.equals("*") ? line : HIDDEN;
    }
}
