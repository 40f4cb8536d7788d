package dev.jebi.mailstore.journal;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// The journal of one store. Safe for use by several threads.
public final class Journal implements AutoCloseable {
    private Journal() {}

    /// Opens the journal in a directory, which is made where it is missing, and recovers: hands
    /// every record behind `appliedLsn` to `replay`, cuts a torn tail.
    ///
    /// @param appliedLsn the LSN of the last record that needs no replay; 0 for all
    /// @param onFailure called once, when the journal has failed: the process must end
    public static Journal open(
            Path directory,
            JournalLimits limits,
            long appliedLsn,
            RecordVisitor replay,
            Consumer<JournalFailed> onFailure)
            throws IOException {
        throw new IOException("not yet: " + directory + limits + appliedLsn + replay + onFailure);
    }

    /// As the other one, on any disk.
    public static Journal open(
            Disk disk,
            JournalLimits limits,
            long appliedLsn,
            RecordVisitor replay,
            Consumer<JournalFailed> onFailure)
            throws IOException {
        throw new IOException("not yet: " + disk + limits + appliedLsn + replay + onFailure);
    }

    /// Appends a record and returns when it is durable and published ([Entry#durable] has run).
    ///
    /// @return false when the entry was withdrawn in [Entry#prepare]
    /// @throws NoRoom when the disk is full; the entry was not prepared
    /// @throws JournalFailed when the journal has failed, now or before
    public boolean append(Entry entry) throws IOException {
        throw new IOException("not yet: " + entry);
    }

    /// Octets by their location; nothing is read yet.
    public Content read(ContentLocation location) throws IOException {
        throw new IOException("not yet: " + location);
    }

    /// The meta octets of a record, checked.
    public ByteBuffer meta(long lsn) throws IOException {
        throw new IOException("not yet: " + lsn);
    }

    /// Whether a record's octets, body included, are those that were written.
    public boolean verify(long lsn) throws IOException {
        throw new IOException("not yet: " + lsn);
    }

    /// Every record with a smaller LSN is durable.
    public long durableLsn() {
        return 0;
    }

    /// Whether the journal has failed.
    public boolean failed() {
        return false;
    }

    /// The id of the store that the segments belong to, made with the first one.
    public UUID store() {
        return new UUID(0, 0);
    }

    /// The segments, ascending; records go into the last.
    public List<SegmentSize> segments() {
        return List.of();
    }

    /// Waits for what was handed in, then ends. Contents that were read stay readable until the
    /// process ends.
    @Override
    public void close() {}
}
