package dev.jebi.daemon;

/// How a command ends, as sysexits.h numbers it. Scripts depend on these.
enum ExitCode {
    /// Done.
    DONE(0),
    /// The command was used wrongly.
    USAGE(64),
    /// What was given makes no sense: no such account, no address.
    BAD_DATA(65),
    /// Something that is needed is not there.
    UNAVAILABLE(69),
    /// Not now; the same command may work later.
    TRY_AGAIN(75),
    /// Not allowed.
    NOT_ALLOWED(77),
    /// The configuration cannot be run.
    BAD_CONFIGURATION(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
