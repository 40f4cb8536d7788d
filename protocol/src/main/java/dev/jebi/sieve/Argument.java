package dev.jebi.sieve;

import java.util.List;

/// An argument as it is written (RFC 5228 §2.6).
sealed interface Argument {
    /// Where it begins.
    Position at();

    /// As a person would call it.
    String described();

    /// A tag, without its colon.
    record Tag(String name, Position at) implements Argument {
        @Override
        public String described() {
            return "the tag ':" + name + "'";
        }
    }

    /// A number.
    record Number(long value, Position at) implements Argument {
        @Override
        public String described() {
            return "a number";
        }
    }

    /// A string, or a list of them.
    ///
    /// @param list whether it stands in brackets
    record Strings(List<Literal> values, boolean list, Position at) implements Argument {
        @Override
        public String described() {
            return list ? "a string list" : "a string";
        }
    }

    /// A string as it is written, escapes read and variables not.
    record Literal(String text, Position at) {}
}
