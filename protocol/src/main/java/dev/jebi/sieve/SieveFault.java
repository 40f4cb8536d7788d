package dev.jebi.sieve;

/// The end of a run by something that only shows when a script runs; caught by [SieveScript#run].
final class SieveFault extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    SieveFault(Position at, String sentence) {
        super(sentence, null, false, false);
        this.line = at.line();
        this.column = at.column();
    }

    SieveError error() {
        return new SieveError(line, column, String.valueOf(getMessage()));
    }
}
