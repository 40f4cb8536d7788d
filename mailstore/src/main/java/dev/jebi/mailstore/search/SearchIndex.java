package dev.jebi.mailstore.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The search index of a store. It follows the store by itself, behind everything else; whoever
/// searches uses as much of it as there is. Safe for use by several threads.
public final class SearchIndex implements AutoCloseable {
    private final Indexer indexer;
    private final Thread thread;

    private SearchIndex(Indexer indexer, Thread thread) {
        this.indexer = indexer;
        this.thread = thread;
    }

    /// Starts following a store.
    ///
    /// @param directory where it is kept, its own
    /// @param store the id of the store
    public static SearchIndex start(
            Path directory, String store, BlobSource source, SearchLimits limits) {
        var indexer = new Indexer(directory, store, source, limits);
        var thread = Thread.ofPlatform().name("jebi-search");
        return new SearchIndex(indexer, thread.start(indexer));
    }

    /// The index as it is now; empty while there is none.
    public Optional<IndexView> view() {
        return indexer.view();
    }

    /// A search had to read messages because the index was behind, or could not be read.
    public void wanted() {
        indexer.wanted();
    }

    /// The index could not be read; if it is damaged, it is made again.
    public void failed(Exception why) {
        indexer.failed(why);
    }

    /// How it does.
    public SearchState state() throws IOException {
        return indexer.state();
    }

    /// Throws it away and has it made again, in the background.
    public void rebuild() {
        indexer.rebuild();
    }

    /// Makes what there is durable and ends.
    @Override
    public void close() {
        indexer.end();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
