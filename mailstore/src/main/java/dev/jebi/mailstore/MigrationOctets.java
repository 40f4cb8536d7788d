package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.cluster.MigrationTarget;
import dev.jebi.mailstore.cluster.MigrationTarget.Arrival;
import dev.jebi.mailstore.content.Checksum;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/// Octets on their way from a journal into another store, a bounded number of batches at once. For
/// the one thread that has the source's state; close it to let go of what is under way.
final class MigrationOctets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationOctets.class);
    private static final int AT_ONCE = 4;
    private static final int BATCH = 200;
    private static final long BATCH_OCTETS = 4 << 20;
    private static final int MANY_DIFFERENCES = 20;

    private final Log source;
    private final MigrationTarget target;
    private final LongConsumer moved;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();
    private long last;

    /// @param moved told how many octets are done, on some thread
    MigrationOctets(Log source, MigrationTarget target, LongConsumer moved) {
        this.source = source;
        this.target = target;
        this.moved = moved;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void submit(Work work) throws IOException {
        check();
        turns.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                turns.release();
            }
        });
    }

    private void check() throws IOException {
        switch (failure.get()) {
            case null -> {
                // all is well
            }
            case IOException e -> throw new IOException(e.getMessage(), e);
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /// Waits for what is under way.
    void await() throws IOException {
        turns.acquireUninterruptibly(AT_ONCE);
        turns.release(AT_ONCE);
        check();
    }

    /// Brings what is not there yet of the next contents, and removes what should not be there.
    void bring(List<BlobCounted> page) throws IOException {
        var here = target.blobs(last + 1, page.getLast().blob());
        last = page.getLast().blob();
        var missing = new ArrayList<BlobCounted>();
        var recounted = new ArrayList<BlobCounted>();
        var stale = new ArrayList<Long>();
        for (BlobCounted blob : page) {
            var known = here.remove(blob.blob());
            if (known != null && known.place().equals(blob.place())) {
                moved.accept(length(blob.place()));
                if (known.references() != blob.references()) {
                    recounted.add(blob);
                }
                continue;
            }
            if (known != null) {
                stale.add(blob.blob());
            }
            missing.add(blob);
        }
        stale.addAll(here.keySet());
        target.drop(stale);
        target.count(recounted);
        inBatches(missing);
    }

    private void inBatches(List<BlobCounted> missing) throws IOException {
        var batch = new ArrayList<BlobCounted>();
        long octets = 0;
        for (BlobCounted blob : missing) {
            long length = length(blob.place());
            if (!batch.isEmpty() && (batch.size() == BATCH || octets + length > BATCH_OCTETS)) {
                submit(batch(List.copyOf(batch)));
                batch.clear();
                octets = 0;
            }
            batch.add(blob);
            octets += length;
        }
        if (!batch.isEmpty()) {
            submit(batch(List.copyOf(batch)));
        }
    }

    private Work batch(List<BlobCounted> blobs) {
        return () -> {
            var arrivals = new ArrayList<Arrival>();
            long octets = 0;
            for (BlobCounted blob : blobs) {
                octets += length(blob.place());
                arrivals.add(arrival(blob));
            }
            if (arrivals.size() == 1 && arrivals.getFirst().body().size() > BATCH_OCTETS) {
                target.bringLarge(arrivals.getFirst());
            } else {
                target.bring(arrivals);
            }
            moved.accept(octets);
        };
    }

    /// With no octets where the source cannot read them.
    private Arrival arrival(BlobCounted blob) {
        var content = Content.of(new byte[0]);
        try {
            content = read(blob.place());
        } catch (IOException | RuntimeException e) {
            unreadable.incrementAndGet();
            LOG.error("event=migrate.unreadable blob={}", blob.blob(), e);
        }
        return new Arrival(blob.blob(), blob.place(), blob.references(), content);
    }

    private Content read(Place place) throws IOException {
        var content = source.read(location(place));
        return content.size() > BATCH_OCTETS ? content : Content.of(content.octets());
    }

    /// Nothing is behind the last content.
    void end() throws IOException {
        await();
        target.dropBehind(last);
    }

    /// Compares the next contents with what was brought.
    void compare(List<BlobCounted> page) throws IOException {
        for (int from = 0; from < page.size(); from += BATCH) {
            var some = page.subList(from, Math.min(page.size(), from + BATCH));
            submit(() -> {
                for (BlobCounted blob : some) {
                    compare(blob);
                    moved.accept(length(blob.place()));
                }
            });
        }
    }

    private void compare(BlobCounted blob) {
        int there;
        try {
            there = Checksum.of(source.read(location(blob.place())));
        } catch (IOException | RuntimeException _) {
            return; // it was told when it could not be brought
        }
        String what = "";
        try {
            if (Checksum.of(target.content(blob.place())) != there) {
                what = "other octets";
            }
        } catch (IOException e) {
            what = e.toString();
        }
        if (!what.isEmpty() && differences.size() < MANY_DIFFERENCES) {
            differences.add("content " + new EmailId(blob.blob()) + ": " + what);
        }
    }

    private static long length(Place place) {
        return place.headLength() + place.size();
    }

    private static ContentLocation location(Place place) {
        return new ContentLocation(place.position() - place.headLength(), length(place));
    }

    long unreadable() {
        return unreadable.get();
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    @Override
    public void close() {
        threads.close(); // what is under way is bounded
    }
}
