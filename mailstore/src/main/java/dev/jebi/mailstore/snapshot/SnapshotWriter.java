package dev.jebi.mailstore.snapshot;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.index.StateSink;
import dev.jebi.mailstore.journal.LogFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// Writes a snapshot into a file; for one thread.
final class SnapshotWriter implements StateSink {
    /// Small bites: others sync on this disk too.
    private static final long OCTETS_PER_SYNC = 4 << 20;

    private final LogFile file;
    private final UUID store;
    private final long made;
    private final Pace pace;
    private long position;
    private long synced;
    private long lsn = -1;
    private long frames;
    private long changeCount;
    private long rows;

    /// @param made when, in milliseconds
    SnapshotWriter(LogFile file, UUID store, long made, Pace pace) {
        this.file = file;
        this.store = store;
        this.made = made;
        this.pace = pace;
    }

    /// The position of the state that was written.
    long lsn() {
        return lsn;
    }

    @Override
    public void begin(long appliedLsn) throws IOException {
        lsn = appliedLsn;
        var header =
                ByteBuffer.allocate(SnapshotFormat.HEADER)
                        .putLong(SnapshotFormat.MAGIC)
                        .putInt(SnapshotFormat.VERSION)
                        .putInt(0)
                        .putLong(store.getMostSignificantBits())
                        .putLong(store.getLeastSignificantBits())
                        .putLong(lsn)
                        .putLong(made);
        int crc = SnapshotFormat.crc(0, header.duplicate().flip());
        write(header.putInt(crc).putInt(0).flip());
    }

    @Override
    public void changes(List<Change> changes) throws IOException {
        var octets = ChangeCodec.encode(changes);
        frame(octets.remaining(), octets);
        changeCount += changes.size();
        for (Change change : changes) {
            rows += rows(change);
        }
        pace.wrote(octets.remaining());
    }

    static long rows(Change change) {
        if (change instanceof MessagesAdded added) {
            return added.messages().size();
        }
        return change instanceof BlobCounted ? 1 : 0;
    }

    private void frame(int length, ByteBuffer octets) throws IOException {
        frames++;
        var frame =
                ByteBuffer.allocate(SnapshotFormat.FRAME + octets.remaining())
                        .putInt(length)
                        .putInt(SnapshotFormat.crc(frames, octets))
                        .put(octets);
        write(frame.flip());
    }

    private void write(ByteBuffer octets) throws IOException {
        int length = octets.remaining();
        file.write(position, octets);
        position += length;
        if (position - synced >= OCTETS_PER_SYNC) {
            file.force();
            synced = position;
        }
    }

    /// Writes the end, and syncs.
    void end() throws IOException {
        var end =
                ByteBuffer.allocate(SnapshotFormat.LAST_LENGTH)
                        .putLong(frames)
                        .putLong(changeCount)
                        .putLong(rows)
                        .flip();
        frame(SnapshotFormat.LAST, end);
        file.force();
    }
}
