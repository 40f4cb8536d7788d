package dev.jebi.daemon;

/// A command that cannot go on: one sentence with the mend, and the exit code.
final class Failure extends RuntimeException {
    private final ExitCode code;

    Failure(ExitCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
