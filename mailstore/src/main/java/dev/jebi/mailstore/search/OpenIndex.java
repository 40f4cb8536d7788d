package dev.jebi.mailstore.search;

import org.apache.lucene.index.DirectoryReader;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The index while it is open: what is written, and what searches see of it, which follows when a
/// search could use it or enough has gathered. For the indexer's thread; [#view] and [#state] are
/// for all.
final class OpenIndex implements AutoCloseable {
    /// A search rather reads so many messages than have them made searchable.
    private static final int FEW = 32;

    /// The same while there is more to add.
    private static final int SOME = 500;

    private static final int MANY = 5_000;
    private static final long SHOWN_AFTER = TimeUnit.SECONDS.toNanos(10);

    private final GramFiles files;
    private final SearchLimits limits;
    private final Sweep sweep;
    private volatile IndexSnapshot snapshot;
    private int unseen;
    private long unseenSince;
    private int uncommitted;
    private long committed = System.nanoTime();

    private OpenIndex(GramFiles files, SearchLimits limits, IndexSnapshot snapshot) {
        this.files = files;
        this.limits = limits;
        this.snapshot = snapshot;
        this.sweep = new Sweep(files);
    }

    static OpenIndex of(GramFiles files, SearchLimits limits) throws IOException {
        DirectoryReader reader = null;
        try {
            reader = files.reader();
            return new OpenIndex(files, limits, IndexSnapshot.first(reader, files.mark()));
        } finally {
            if (reader == null) {
                files.close();
            }
        }
    }

    Optional<IndexView> view() {
        for (var now = snapshot; ; now = snapshot) {
            if (now.reader().tryIncRef()) {
                return Optional.of(new IndexView(now));
            }
            if (now.equals(snapshot)) {
                return Optional.empty(); // closed
            }
        }
    }

    long mark() {
        return files.mark();
    }

    int messages() {
        return files.documents().numDocs;
    }

    SearchState state(BlobSource source, long octets) throws IOException {
        var documents = files.documents();
        long mark = snapshot.mark();
        return new SearchState(
                true,
                documents.numDocs,
                (long) documents.maxDoc - documents.numDocs,
                mark,
                source.countAfter(mark),
                octets);
    }

    /// Adds the message that was read last.
    void add(long blob) throws IOException {
        files.add(blob);
        if (unseen++ == 0) {
            unseenSince = System.nanoTime();
        }
        uncommitted++;
    }

    /// Does what is due.
    ///
    /// @param idle whether there is nothing to add
    /// @param wanted whether a search could have used what it does not see yet
    /// @return whether searches see everything so far
    boolean tend(boolean idle, boolean wanted, BlobSource source) throws IOException {
        long now = System.nanoTime();
        boolean show =
                unseen >= MANY
                        || (wanted && (idle || unseen >= SOME))
                        || (idle && (unseen >= FEW || now - unseenSince > SHOWN_AFTER));
        if (unseen > 0 && show) {
            show();
        }
        boolean old = now - committed > limits.commitAfter().toNanos();
        if (uncommitted >= limits.commitMessages() || (uncommitted > 0 && old)) {
            commit();
        }
        if (idle && sweep.due(now)) {
            if (sweep.step(snapshot, source, now)) {
                uncommitted++;
            }
        }
        return unseen == 0;
    }

    private void show() throws IOException {
        var before = snapshot;
        long mark = files.mark();
        var reader = files.reader(before.reader());
        snapshot = before.next(reader, mark);
        unseen = 0;
        if (!reader.equals(before.reader())) {
            before.reader().decRef();
        }
    }

    void commit() throws IOException {
        if (uncommitted > 0) {
            files.commit();
            uncommitted = 0;
        }
        committed = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        try (files) {
            snapshot.reader().decRef();
        }
    }
}
