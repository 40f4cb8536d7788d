package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file of fixed size: written by one thread at a time, read through a mapping by all. Readers
/// never touch the channel, because an interrupt would close it under everybody. The mapping ends
/// when nobody can read it any more.
final class MappedFile implements LogFile {
    private final FileChannel channel;
    private final MemorySegment mapped;
    private final SteadyFile written;

    private MappedFile(FileChannel channel, MemorySegment mapped, SteadyFile written) {
        this.channel = channel;
        this.mapped = mapped;
        this.written = written;
    }

    /// Opens a file that is there.
    static MappedFile open(Path path) throws IOException {
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            var mode = FileChannel.MapMode.READ_ONLY;
            var mapped = channel.map(mode, 0, channel.size(), Arena.ofAuto());
            return new MappedFile(channel, mapped, SteadyFile.open(path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return mapped.byteSize();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        int n = (int) Math.clamp(mapped.byteSize() - position, 0L, (long) into.remaining());
        try {
            MemorySegment.copy(mapped, position, MemorySegment.ofBuffer(into), 0, n);
        } catch (InternalError e) { // how the JVM tells of an I/O error under a mapping
            throw new IOException("cannot read the journal at offset " + position, e);
        }
        into.position(into.position() + n);
        return n;
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        if (position + from.remaining() > mapped.byteSize()) {
            throw new IOException("write beyond the end of a segment");
        }
        written.write(position, from);
    }

    @Override
    public void force() throws IOException {
        written.force();
    }

    /// Nobody else would do it: such a channel is not closed when it is collected, and the disk has
    /// the octets of a deleted file back when the last channel to it was.
    @Override
    public void seal() throws IOException {
        written.close();
    }

    @Override
    public Optional<FileChannel> channel() {
        return Optional.of(channel);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            written.close();
        }
    }
}
