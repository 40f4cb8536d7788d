package dev.jebi.sieve;

/// A token (RFC 5228 §8.1).
///
/// @param text of an identifier, a tag without its colon, or a string; else how it is written
/// @param number of a number
record Token(Kind kind, String text, long number, Position at) {
    enum Kind {
        IDENTIFIER,
        TAG,
        NUMBER,
        STRING,
        PUNCTUATION,
        /// What is no token; the error has been told.
        GARBAGE,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean is(char punctuation) {
        return kind == Kind.PUNCTUATION && text.charAt(0) == punctuation;
    }

    /// As a person would call it.
    String described() {
        return switch (kind) {
            case IDENTIFIER -> "the word '" + text + "'";
            case TAG -> "the tag ':" + text + "'";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case PUNCTUATION -> "'" + text + "'";
            case GARBAGE -> "'" + text + "', which is no part of the language";
            case END -> "the end of the script";
        };
    }
}
