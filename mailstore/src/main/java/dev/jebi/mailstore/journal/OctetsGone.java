package dev.jebi.mailstore.journal;

import java.io.IOException;

/// No segment holds a location: what was there stands elsewhere now, or is no more.
public final class OctetsGone extends IOException {
    private static final long serialVersionUID = 1;

    OctetsGone(ContentLocation location) {
        super("the journal does not hold " + location);
    }
}
