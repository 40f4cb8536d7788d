package dev.jebi.sieve;

/// What is wrong with a script, and where; the sentence is for the person who wrote it.
///
/// @param line from 1
/// @param column from 1
public record SieveError(int line, int column, String sentence) {
    @Override
    public String toString() {
        return line + ":" + column + ": " + sentence;
    }
}
