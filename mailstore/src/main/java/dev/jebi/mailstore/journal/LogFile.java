package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// An open file of a [Disk]. Reading is safe for several threads and while one other thread writes.
public interface LogFile extends AutoCloseable {
    /// How long it is.
    long size() throws IOException;

    /// Reads from `position` on until `into` is full or the file ends.
    ///
    /// @return how many octets were read
    int read(long position, ByteBuffer into) throws IOException;

    /// Writes all of `from` at `position`.
    void write(long position, ByteBuffer from) throws IOException;

    /// Syncs what was written (fdatasync).
    void force() throws IOException;

    /// Nothing is written any more: what that needed is given back. What was read stays readable.
    void seal() throws IOException;

    /// The channel for zero copy, where there is one.
    Optional<FileChannel> channel();

    @Override
    void close() throws IOException;
}
