package dev.jebi.mailstore.s3;

import java.io.IOException;

/// The storage has nothing of that name.
public final class NotStored extends IOException {
    private static final long serialVersionUID = 1;

    NotStored(String name) {
        super("the storage has no object " + name);
    }
}
