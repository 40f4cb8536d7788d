package dev.jebi.imapserver.command;

/// A command that cannot be read, or asks for what cannot be; the message is for the client.
public final class BadCommand extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What is wrong with it.
    public enum Kind {
        /// Not in the grammar.
        SYNTAX,
        /// No command of that name.
        UNKNOWN,
        /// In the grammar, but no mailbox can have that name.
        NAME,
        /// A charset that is not known here.
        CHARSET,
        /// More than one command may ask.
        LIMIT
    }

    private final Kind kind;
    private final boolean saving;

    BadCommand(Kind kind, String message) {
        this(kind, message, false);
    }

    private BadCommand(Kind kind, String message, boolean saving) {
        super(message, null, false, false);
        this.kind = kind;
        this.saving = saving;
    }

    /// The same of a search that was to save its result.
    BadCommand saving() {
        return new BadCommand(kind, "" + getMessage(), true);
    }

    static BadCommand syntax(String message) {
        return new BadCommand(Kind.SYNTAX, message);
    }

    static BadCommand limit(String message) {
        return new BadCommand(Kind.LIMIT, message);
    }

    /// What is wrong.
    public Kind kind() {
        return kind;
    }

    /// Whether `$` stands for nothing now: so it is where a search that saves is answered with NO
    /// (RFC 5182 §2.1).
    public boolean forgetsSaved() {
        return switch (kind) {
            case SYNTAX, UNKNOWN -> false;
            case NAME, CHARSET, LIMIT -> saving;
        };
    }
}
