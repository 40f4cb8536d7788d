package dev.jebi.sieve;

import java.util.Locale;
import java.util.Optional;

/// The relations of `:value` and `:count` (RFC 5231 §4).
enum Relation {
    GT,
    GE,
    LT,
    LE,
    EQ,
    NE;

    static Optional<Relation> of(String name) {
        for (Relation relation : values()) {
            if (relation.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    /// Whether it holds for the result of a comparison.
    boolean holds(int compared) {
        return switch (this) {
            case GT -> compared > 0;
            case GE -> compared >= 0;
            case LT -> compared < 0;
            case LE -> compared <= 0;
            case EQ -> compared == 0;
            case NE -> compared != 0;
        };
    }
}
