package dev.jebi.mailstore.search;

import java.io.IOException;
import java.io.Reader;

/// Text that is looked for: a substring of another when both are folded ([Folding] says how).
/// Immutable.
public final class Needle implements TextVisitor {
    private final String folded;

    /// To look for this.
    public Needle(String text) {
        this.folded = Folding.fold(text);
    }

    String folded() {
        return folded;
    }

    /// Whether the text has it.
    @Override
    public boolean text(String text) {
        return Folding.fold(text).contains(folded);
    }

    /// Reads until it is found or the text ends; keeps no more than a chunk of it.
    @Override
    public boolean text(Reader text) throws IOException {
        if (folded.isEmpty()) {
            return true;
        }
        var window = new StringBuilder();
        return FoldedText.read(
                text,
                piece -> {
                    window.append(piece);
                    if (window.indexOf(folded) >= 0) {
                        return true;
                    }
                    window.delete(0, Math.max(0, window.length() - folded.length() + 1));
                    return false;
                });
    }
}
