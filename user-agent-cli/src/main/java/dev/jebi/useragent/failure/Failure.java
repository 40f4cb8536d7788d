package dev.jebi.useragent.failure;

/// A command that cannot go on: how the process ends, a word for scripts, and one sentence that
/// says the mend.
public final class Failure extends RuntimeException {
    /// How the process ends (sysexits.h), with the word that `--json` gives.
    public enum Kind {
        USAGE(64, "usage"),
        NOT_FOUND(66, "not-found"),
        BAD_DATA(65, "bad-data"),
        REFUSED(65, "refused"),
        UNREACHABLE(69, "unreachable"),
        TLS_NOT_TRUSTED(76, "tls-not-trusted"),
        TRY_AGAIN(75, "try-again"),
        OVER_QUOTA(73, "over-quota"),
        SIGN_IN_REFUSED(77, "sign-in-refused"),
        NO_PASSWORD(77, "no-password"),
        NOT_ALLOWED(77, "not-allowed"),
        BAD_CONFIGURATION(78, "bad-configuration"),
        PARTLY_DONE(80, "partly-done");

        private final int exitCode;
        private final String word;

        Kind(int exitCode, String word) {
            this.exitCode = exitCode;
            this.word = word;
        }

        public int exitCode() {
            return exitCode;
        }

        public String word() {
            return word;
        }
    }

    private final Kind kind;

    public Failure(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Failure(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the same may go well a while later.
    public boolean passes() {
        return kind == Kind.UNREACHABLE || kind == Kind.TRY_AGAIN;
    }

    /// The same when something was done before it came.
    ///
    /// @param done what was done, for people
    public Failure after(String done) {
        return new Failure(Kind.PARTLY_DONE, done + ", the others are not: " + sentence(), this);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
