package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.file.Path;

/// The store was moved elsewhere and is served from there: served from here too, it would be two
/// stores that say they are one.
public final class StoreMoved extends IOException {
    private static final long serialVersionUID = 1;

    private final String to;

    StoreMoved(Path directory, String to) {
        super(
                "the store in "
                        + directory
                        + " was moved to "
                        + to
                        + " and is served from there; set store.url, or if it must be served from"
                        + " here again, run 'jebi store migrate --unmark'");
        this.to = to;
    }

    /// Where it was moved to.
    public String to() {
        return to;
    }
}
