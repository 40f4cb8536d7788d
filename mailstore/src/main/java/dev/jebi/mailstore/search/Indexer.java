package dev.jebi.mailstore.search;

import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.journal.Niceness;

import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The one thread that builds the index: takes the store's messages in the order of their ids, from
/// where it was to the newest, and then as they come. An index that is damaged, or of another
/// format, is thrown away and made again. Whatever happens here, nothing but the speed of searches
/// depends on it. The thread is never interrupted: that would close files under Lucene.
final class Indexer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    private static final int BATCH = 64;
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// A tenth of what others get where all have much to do.
    private static final int NICENESS = 10;

    /// Room on the disk that is left to those who need it more.
    private static final long KEEP_FREE = 128L << 20;

    private final Path directory;
    private final String store;
    private final BlobSource source;
    private final SearchLimits limits;
    private final MessageGrams message;
    private final Pace pace = new Pace();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    private boolean ending;
    private boolean signalled;
    private boolean again;

    /// Where the store's ids ended when it was opened: an index that went beyond is of a state that
    /// is no more, and what came since must not hide that.
    private long end;

    private volatile boolean wanted;
    private volatile @Nullable OpenIndex open;

    Indexer(Path directory, String store, BlobSource source, SearchLimits limits) {
        this.directory = directory;
        this.store = store;
        this.source = source;
        this.limits = limits;
        this.message = new MessageGrams(limits);
        this.end = source.end();
    }

    Optional<IndexView> view() {
        var index = open;
        return index == null ? Optional.empty() : index.view();
    }

    void wanted() {
        wanted = true;
        signal();
    }

    void failed(Exception why) {
        LOG.error("event=search-index outcome=unreadable directory={}", directory, why);
        if (why instanceof CorruptIndexException) {
            rebuild();
        }
    }

    void rebuild() {
        lock.lock();
        try {
            again = true;
        } finally {
            lock.unlock();
        }
        signal();
    }

    void end() {
        lock.lock();
        try {
            ending = true;
        } finally {
            lock.unlock();
        }
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            signalled = true;
            signal.signal();
        } finally {
            lock.unlock();
        }
    }

    SearchState state() throws IOException {
        var index = open;
        long octets = octets(directory);
        if (index != null) {
            try {
                return index.state(source, octets);
            } catch (AlreadyClosedException e) {
                LOG.debug("event=search-index-state outcome=closed", e);
            }
        }
        return new SearchState(false, 0, 0, 0, source.countAfter(0), octets);
    }

    private static long octets(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long octets = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                try {
                    octets += Files.size(file);
                } catch (NoSuchFileException _) {
                    continue; // merged away meanwhile
                }
            }
        }
        return octets;
    }

    @Override
    public void run() {
        try {
            boolean _ = Niceness.set(NICENESS);
            await(limits.startAfter().toNanos(), false);
            while (!ending()) {
                turn();
            }
        } catch (InterruptedException e) {
            LOG.warn("event=search-index-interrupted", e);
        } finally {
            close(true);
        }
    }

    private void turn() throws InterruptedException {
        try {
            if (toBeMadeAgain()) {
                close(false);
                remove("asked for");
            }
            var index = opened();
            var batch = room() ? source.after(index.mark(), BATCH) : List.<BlobStored>of();
            long begin = System.nanoTime();
            pace.arrived(source.end(), begin);
            take(index, batch);
            long worked = System.nanoTime() - begin;
            if (index.tend(batch.isEmpty(), wanted, source)) {
                wanted = false;
            }
            if (batch.isEmpty()) {
                await(IDLE_NANOS, true);
            } else {
                await(pace.rest(worked, System.nanoTime()), false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("event=search-index outcome=failed directory={}", directory, e);
            close(false);
            if (e instanceof GramFiles.Unfit || e instanceof CorruptIndexException) {
                rebuild();
            }
            await(RETRY_NANOS, false);
        }
    }

    private boolean room() throws IOException {
        return Files.getFileStore(directory).getUsableSpace() > KEEP_FREE;
    }

    private void take(OpenIndex index, List<BlobStored> batch) throws IOException {
        long until = System.nanoTime() + BATCH_NANOS;
        for (BlobStored blob : batch) {
            message.read(source, blob);
            try {
                index.add(blob.blob());
            } catch (IllegalArgumentException e) {
                LOG.error("event=search-index-message blob={} outcome=refused", blob.blob(), e);
                message.unread();
                index.add(blob.blob());
            }
            if (System.nanoTime() > until || ending()) {
                break;
            }
        }
    }

    private OpenIndex opened() throws IOException {
        var index = open;
        if (index == null) {
            Files.createDirectories(directory);
            try {
                index = open();
            } catch (IOException | IllegalArgumentException e) {
                // Lucene tells of damage in many ways; a second failure is the disk's
                remove(e.getMessage());
                index = open();
            }
            open = index;
            LOG.info(
                    "event=search-index outcome=opened directory={} messages={}",
                    directory,
                    index.messages());
        }
        return index;
    }

    private OpenIndex open() throws IOException {
        var index = OpenIndex.of(GramFiles.open(directory, store, end, limits, message), limits);
        end = Long.MAX_VALUE; // from now on it is this store's
        return index;
    }

    private void remove(@Nullable String why) throws IOException {
        LOG.warn("event=search-index-rebuild directory={} reason=\"{}\"", directory, why);
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void close(boolean commit) {
        var index = open;
        open = null;
        if (index == null) {
            return;
        }
        try (index) {
            if (commit) {
                index.commit();
            }
        } catch (IOException | RuntimeException e) {
            // what it does not have is indexed after the next start
            LOG.warn("event=search-index-close outcome=failed directory={}", directory, e);
        }
    }

    private boolean toBeMadeAgain() {
        lock.lock();
        try {
            boolean asked = again;
            again = false;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    private boolean ending() {
        lock.lock();
        try {
            return ending;
        } finally {
            lock.unlock();
        }
    }

    /// Waits; where a signal counts, no longer than until one comes.
    private void await(long nanos, boolean forSignal) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !ending && !(forSignal && signalled)) {
                left = signal.awaitNanos(left);
            }
            signalled = false;
        } finally {
            lock.unlock();
        }
    }
}
