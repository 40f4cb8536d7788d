package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.file.Path;

/// Another process has the store open.
public final class StoreInUse extends IOException {
    StoreInUse(Path directory) {
        super("another process uses the data directory " + directory);
    }
}
