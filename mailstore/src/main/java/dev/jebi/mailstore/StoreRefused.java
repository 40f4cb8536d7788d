package dev.jebi.mailstore;

import java.io.IOException;

/// The store is not opened as it is, because something would be lost by it; the message says what
/// and what can be done.
public final class StoreRefused extends IOException {
    private static final long serialVersionUID = 1;

    StoreRefused(IOException why) {
        super(why.getMessage(), why);
    }
}
