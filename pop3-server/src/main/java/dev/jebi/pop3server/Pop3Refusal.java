package dev.jebi.pop3server;

/// A negative reply that ends a command.
final class Pop3Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;
    private final transient Phrase phrase;

    /// What the refusal is about.
    enum Kind {
        /// No command, or at the wrong time: so many of these end the session.
        BAD,
        /// Wrong credentials: so many of these end the session.
        LOGIN,
        /// Anything else; the session goes on.
        PLAIN
    }

    private Pop3Refusal(Kind kind, String code, Phrase phrase) {
        super(phrase.in(Language.ENGLISH), null, false, false);
        this.kind = kind;
        this.code = code;
        this.phrase = phrase;
    }

    static Pop3Refusal bad(Text text, Object... values) {
        return new Pop3Refusal(Kind.BAD, "", text.with(values));
    }

    static Pop3Refusal plain(Text text, Object... values) {
        return new Pop3Refusal(Kind.PLAIN, "", text.with(values));
    }

    /// `[AUTH]`: the credentials are at fault (RFC 3206 §5).
    static Pop3Refusal login() {
        return new Pop3Refusal(Kind.LOGIN, "[AUTH] ", Text.WRONG.with());
    }

    /// `[IN-USE]`: another session has the maildrop (RFC 2449 §8.1.2).
    static Pop3Refusal inUse() {
        return new Pop3Refusal(Kind.PLAIN, "[IN-USE] ", Text.IN_USE.with());
    }

    /// `[LOGIN-DELAY]`: signed in too often (RFC 2449 §8.1.1).
    static Pop3Refusal tooSoon(long delay, long left) {
        return new Pop3Refusal(Kind.PLAIN, "[LOGIN-DELAY] ", Text.TOO_SOON.with(delay, left));
    }

    /// `[SYS/TEMP]`: our fault, and it may pass (RFC 3206 §4).
    static Pop3Refusal temporary(Text text, Object... values) {
        return new Pop3Refusal(Kind.PLAIN, "[SYS/TEMP] ", text.with(values));
    }

    /// `[SYS/PERM]`: our fault, and somebody has to see to it (RFC 3206 §4).
    static Pop3Refusal permanent(Text text, Object... values) {
        return new Pop3Refusal(Kind.PLAIN, "[SYS/PERM] ", text.with(values));
    }

    Kind kind() {
        return kind;
    }

    /// The response code with a blank, or nothing.
    String code() {
        return code;
    }

    Phrase phrase() {
        return phrase;
    }

    /// What stands behind `-ERR`.
    String text(Language language) {
        return code + phrase.in(language);
    }
}
