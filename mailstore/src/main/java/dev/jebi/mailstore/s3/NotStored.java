package dev.jebi.mailstore.s3;

import java.nio.file.NoSuchFileException;

/// The storage has nothing of that name.
public final class NotStored extends NoSuchFileException {
    private static final long serialVersionUID = 1;

    NotStored(String name) {
        super(name, null, "the storage has no such object");
    }
}
