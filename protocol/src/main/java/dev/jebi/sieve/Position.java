package dev.jebi.sieve;

/// Where in a script, both from 1.
record Position(int line, int column) {
    SieveError error(String sentence) {
        return new SieveError(line, column, sentence);
    }
}
