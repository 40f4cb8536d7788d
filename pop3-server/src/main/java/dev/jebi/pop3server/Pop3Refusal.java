package dev.jebi.pop3server;

/// A negative reply that ends a command.
final class Pop3Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What the refusal is about.
    enum Kind {
        /// No command, or at the wrong time: so many of these end the session.
        BAD,
        /// Wrong credentials: so many of these end the session.
        LOGIN,
        /// Anything else; the session goes on.
        PLAIN
    }

    private Pop3Refusal(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
    }

    static Pop3Refusal bad(String text) {
        return new Pop3Refusal(Kind.BAD, text);
    }

    static Pop3Refusal plain(String text) {
        return new Pop3Refusal(Kind.PLAIN, text);
    }

    /// `[AUTH]`: the credentials are at fault (RFC 3206 §5).
    static Pop3Refusal login(String text) {
        return new Pop3Refusal(Kind.LOGIN, "[AUTH] " + text);
    }

    /// `[IN-USE]`: another session has the maildrop (RFC 2449 §8.1.2).
    static Pop3Refusal inUse() {
        return plain("[IN-USE] Another session has this maildrop open; try again when it ended");
    }

    /// `[SYS/TEMP]`: our fault, and it may pass (RFC 3206 §4).
    static Pop3Refusal temporary(String text) {
        return plain("[SYS/TEMP] " + text);
    }

    Kind kind() {
        return kind;
    }

    /// What stands behind `-ERR`.
    String text() {
        return String.valueOf(getMessage());
    }
}
