package dev.jebi.mailstore.cluster;

import java.io.IOException;

/// The database cannot be reached now, or not in time. Nothing is broken by it: the next try may
/// succeed.
public final class StoreUnreachable extends IOException {
    private static final long serialVersionUID = 1;

    StoreUnreachable(Throwable cause) {
        super("the store's database cannot be reached: " + cause.getMessage(), cause);
    }
}
