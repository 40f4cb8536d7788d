package dev.jebi.mailstore.snapshot;

import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.index.StateSource;
import dev.jebi.mailstore.journal.LogFile;
import dev.jebi.mailstore.journal.NewerFormat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/// Reads a snapshot from its file, checking every octet; for one thread.
final class SnapshotReader implements StateSource {
    private final String name;
    private final LogFile file;
    private final UUID store;
    private final long lsn;
    private final Instant made;
    private long changeCount;
    private long rows;

    /// Reads what it says of itself.
    ///
    /// @throws NewerFormat when a newer Jebi has written it
    /// @throws IOException when it is damaged
    SnapshotReader(String name, LogFile file) throws IOException {
        this.name = name;
        this.file = file;
        var header = octets(0, SnapshotFormat.HEADER);
        boolean ours = header.getLong(0) == SnapshotFormat.MAGIC;
        int version = header.getInt(8);
        if (ours && version > SnapshotFormat.VERSION) {
            throw new NewerFormat("the snapshot " + name, version, SnapshotFormat.VERSION);
        }
        if (!ours || SnapshotFormat.crc(0, header.slice(0, 48)) != header.getInt(48)) {
            throw damaged("header");
        }
        this.store = new UUID(header.getLong(16), header.getLong(24));
        this.lsn = header.getLong(32);
        this.made = Instant.ofEpochMilli(header.getLong(40));
    }

    Instant made() {
        return made;
    }

    private IOException damaged(String what) {
        return new IOException("the snapshot " + name + " is damaged: " + what);
    }

    private ByteBuffer octets(long position, int length) throws IOException {
        var octets = ByteBuffer.allocate(length);
        if (file.read(position, octets) < length) {
            throw damaged("it ends too early");
        }
        return octets.flip();
    }

    /// Reads all of it.
    ///
    /// @return what it is, when it is intact
    Snapshot verified() throws IOException {
        forEach(_ -> {
            // only whether it can be read
        });
        return new Snapshot(name, store, lsn, made, file.size(), changeCount, rows);
    }

    /// Hands over the changes of frame after frame. What was handed over before damage was found is
    /// worth nothing.
    @Override
    public void forEach(Taker taker) throws IOException {
        changeCount = 0;
        rows = 0;
        long at = SnapshotFormat.HEADER;
        for (long number = 1; ; number++) {
            var head = octets(at, SnapshotFormat.FRAME);
            boolean last = head.getInt(0) == SnapshotFormat.LAST;
            int length = last ? SnapshotFormat.LAST_LENGTH : head.getInt(0);
            if (length < 0 || length > Math.min(SnapshotFormat.MAX_FRAME, file.size() - at)) {
                throw damaged("the length of a frame at " + at);
            }
            var octets = octets(at + SnapshotFormat.FRAME, length);
            if (SnapshotFormat.crc(number, octets) != head.getInt(4)) {
                throw damaged("the frame at " + at);
            }
            if (last) {
                end(number - 1, octets);
                return;
            }
            take(octets, taker);
            at += SnapshotFormat.FRAME + length;
        }
    }

    private void take(ByteBuffer octets, Taker taker) throws IOException {
        var changes = ChangeCodec.decode(octets, 0);
        changeCount += changes.size();
        for (var change : changes) {
            rows += SnapshotWriter.rows(change);
        }
        taker.take(changes);
    }

    private void end(long frames, ByteBuffer octets) throws IOException {
        boolean whole =
                octets.getLong(0) == frames
                        && octets.getLong(8) == changeCount
                        && octets.getLong(16) == rows;
        if (!whole) {
            throw damaged("it holds less than was written");
        }
    }
}
