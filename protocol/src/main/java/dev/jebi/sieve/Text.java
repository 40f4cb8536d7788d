package dev.jebi.sieve;

import java.util.List;

/// A string of a script, ready to be read: encoded characters are read, variables are found.
///
/// @param pieces in order
/// @param at where it stands
record Text(List<Piece> pieces, Position at) {
    /// Longer than any variable, shorter than what would hurt.
    private static final int LONGEST = 1 << 20;

    /// A part of a string.
    sealed interface Piece {
        /// What it says now.
        String value(Variables variables);

        /// Text as it is.
        record Plain(String text) implements Piece {
            @Override
            public String value(Variables variables) {
                return text;
            }
        }

        /// A variable (RFC 5229 §3).
        record Variable(VariableName name) implements Piece {
            @Override
            public String value(Variables variables) {
                return variables.get(name);
            }
        }

        /// A match variable (RFC 5229 §3.2).
        record Matched(int index) implements Piece {
            @Override
            public String value(Variables variables) {
                return variables.matched(index);
            }
        }
    }

    static Text plain(String text, Position at) {
        return new Text(List.of(new Piece.Plain(text)), at);
    }

    /// Whether it says the same in each run.
    boolean constant() {
        return pieces.stream().allMatch(Piece.Plain.class::isInstance);
    }

    /// What a constant one says; of another one, what it says besides its variables.
    String constantText() {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Plain(var plain)) {
                text.append(plain);
            }
        }
        return text.toString();
    }

    /// What it says now.
    String value(Evaluation run) throws SieveFault {
        if (pieces.size() == 1) {
            return pieces.getFirst().value(run.variables());
        }
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(piece.value(run.variables()));
            if (text.length() > LONGEST) {
                throw new SieveFault(at, "a string became longer than " + LONGEST + " characters");
            }
        }
        run.spend(text.length());
        return text.toString();
    }
}
