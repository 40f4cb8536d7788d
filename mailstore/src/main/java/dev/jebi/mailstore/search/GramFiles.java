package dev.jebi.mailstore.search;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NRTCachingDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The index on disk: a document for each message, in the order in which they came. For one thread;
/// what [#reader] gives is for all.
final class GramFiles implements AutoCloseable {
    static final String GRAMS = "grams";
    static final String BLOB = "blob";

    /// Raised when what is written changes, how text is folded included: an older index is made
    /// again.
    private static final String FORMAT = "1";

    private static final int MERGED_AT_ONCE = 10;
    private static final double CACHED_SEGMENT_MEGABYTES = 2;
    private static final double CACHED_MEGABYTES = 16;

    /// Lucene tells the console how it would like to be started; kept, or the level is forgotten.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    static {
        LUCENE.setLevel(Level.SEVERE);
    }

    private final Directory directory;
    private final IndexWriter writer;
    private final String store;
    private final Document document = new Document();
    private final NumericDocValuesField blob = new NumericDocValuesField(BLOB, 0);
    private volatile long mark;

    private GramFiles(
            Directory directory,
            IndexWriter writer,
            String store,
            long mark,
            MessageGrams message) {
        this.directory = directory;
        this.writer = writer;
        this.store = store;
        this.mark = mark;
        document.add(blob);
        document.add(new Field(GRAMS, new GramTokens(message), type()));
    }

    private static FieldType type() {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    /// Opens it, or begins one. Every octet of it is checked: a search must not miss a message
    /// because a bit of the index has flipped.
    ///
    /// @param end of the ids that the store has given: an index that has more is not its own
    /// @throws Unfit when it has to be made again
    static GramFiles open(
            Path path, String store, long end, SearchLimits limits, MessageGrams message)
            throws IOException {
        // the store's own lock keeps others away; what is left of Lucene's may be damaged
        Files.deleteIfExists(path.resolve(IndexWriter.WRITE_LOCK_NAME));
        var directory =
                new NRTCachingDirectory(
                        new MMapDirectory(path), CACHED_SEGMENT_MEGABYTES, CACHED_MEGABYTES);
        boolean opened = false;
        try {
            long mark = DirectoryReader.indexExists(directory) ? check(directory, store, end) : 0;
            var writer = new IndexWriter(directory, config(limits));
            opened = true;
            return new GramFiles(directory, writer, store, mark, message);
        } finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    /// The index has to be made again.
    static final class Unfit extends IOException {
        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    private static long check(Directory directory, String store, long end) throws IOException {
        var told = SegmentInfos.readLatestCommit(directory).getUserData();
        if (!FORMAT.equals(told.get("format"))) {
            throw new Unfit("it has another format");
        }
        long mark = Long.parseLong(told.getOrDefault("mark", "0"));
        if (!store.equals(told.get("store")) || mark >= Math.max(1, end)) {
            throw new Unfit("it is another store's");
        }
        try (var reader = DirectoryReader.open(directory)) {
            for (var leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
        }
        return mark;
    }

    private static IndexWriterConfig config(SearchLimits limits) {
        var merges = new LogDocMergePolicy(); // of neighbours only: documents stay in order
        merges.setMergeFactor(MERGED_AT_ONCE);
        var scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(4, 1);
        scheduler.enableAutoIOThrottle();
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(limits.bufferMegabytes())
                .setMergePolicy(merges)
                .setMergeScheduler(scheduler)
                .setCommitOnClose(false);
    }

    /// The blobs up to this id are indexed.
    long mark() {
        return mark;
    }

    /// Adds the message that was read last.
    void add(long id) throws IOException {
        blob.setLongValue(id);
        writer.addDocument(document);
        mark = id;
    }

    /// Makes everything so far durable.
    void commit() throws IOException {
        writer.setLiveCommitData(
                Map.of("format", FORMAT, "store", store, "mark", Long.toString(mark)).entrySet());
        writer.commit();
    }

    /// A reader of everything so far.
    DirectoryReader reader() throws IOException {
        return DirectoryReader.open(writer);
    }

    /// A reader of everything so far, that shares what it can with an older one; the same one when
    /// nothing is new.
    DirectoryReader reader(DirectoryReader older) throws IOException {
        var newer = DirectoryReader.openIfChanged(older, writer);
        return newer == null ? older : newer;
    }

    /// Forgets a document, unless it has moved since that reader was opened.
    ///
    /// @return whether it did
    boolean delete(DirectoryReader reader, int doc) throws IOException {
        return writer.tryDeleteDocument(reader, doc) >= 0;
    }

    /// Gives back the room of forgotten documents, in the background.
    void compact() throws IOException {
        writer.forceMergeDeletes(false);
    }

    /// How many documents there are, and how many of them are forgotten but still take room.
    IndexWriter.DocStats documents() {
        return writer.getDocStats();
    }

    /// Lets go of it; what was not committed is forgotten.
    @Override
    public void close() throws IOException {
        try (directory) {
            writer.rollback();
        }
    }
}
