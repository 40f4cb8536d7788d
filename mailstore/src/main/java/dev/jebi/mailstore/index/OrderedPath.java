package dev.jebi.mailstore.index;

import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// The H2 file system `ordered:`: everything is on disk before the last block of a chunk, its
/// footer, is written. After a power cut the newest chunk with a footer is therefore whole. Public
/// because H2 makes it by reflection.
public final class OrderedPath extends FilePathWrapper {
    static final String SCHEME = "ordered";

    /// For H2.
    public OrderedPath() {}

    static {
        FilePath.register(new OrderedPath());
    }

    /// Makes sure that H2 knows the scheme.
    static void register() {
        // the static block has done it
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new OrderedChannel(getBase().open(mode));
    }
}
