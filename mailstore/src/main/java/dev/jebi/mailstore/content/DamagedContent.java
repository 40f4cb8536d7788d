package dev.jebi.mailstore.content;

import java.io.IOException;

/// What the storage gave is not what was put there. It concerns that content alone.
public final class DamagedContent extends IOException {
    private static final long serialVersionUID = 1;

    /// Of that name.
    public DamagedContent(String name) {
        super("the octets of " + name + " are not those that were stored");
    }
}
