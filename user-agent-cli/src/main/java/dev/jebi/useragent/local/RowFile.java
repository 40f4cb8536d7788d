package dev.jebi.useragent.local;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The files of a mailbox: `rows` of a fixed length after a header, `words-N` to which they point,
/// and `keywords`. New mail is appended, flags are written in their place, anything else writes
/// `rows` anew beside the old ones. The header comes last, so that a reader sees whole rows only.
/// Guarded by its mailbox.
final class RowFile {
    private static final int MAGIC = 0x4A52_5731; // JRW1
    private static final int HEADER = 128;
    private static final int ATTEMPTS = 3;
    private static final long WORDS_SLACK = 1 << 20;

    /// A span of texts that is read at once although not all of it is wanted.
    private static final long MOST_SPAN = 8 << 20;

    private final String mailbox;
    private final Path directory;
    private final Keywords keywords;
    private @Nullable FileChannel rows;
    private @Nullable FileChannel words;
    private MailboxState state = MailboxState.UNKNOWN;
    private int count;
    private int generation;

    /// Whether there are rows that cannot be read.
    private boolean strange;

    RowFile(String mailbox, Path directory) {
        this.mailbox = mailbox;
        this.directory = directory;
        this.keywords = new Keywords(directory.resolve("keywords"));
    }

    MailboxState state() throws IOException {
        open();
        return state;
    }

    int count() throws IOException {
        open();
        return count;
    }

    /// The bare rows of these positions.
    ByteBuffer raw(int from, int to) throws IOException {
        open();
        var page = ByteBuffer.allocate(Math.max(0, to - from) * Row.OCTETS);
        if (rows != null) {
            fill(rows, page, HEADER + (long) from * Row.OCTETS);
        }
        return page;
    }

    List<Envelope> rows(int from, int to) throws IOException {
        ByteBuffer page = raw(from, to);
        int many = page.capacity() / Row.OCTETS;
        var found = new ArrayList<Envelope>(many);
        if (many == 0 || words == null) {
            return found;
        }
        long size = words.size();
        long low = size;
        long high = 0;
        for (int i = 0; i < many; i++) {
            int at = i * Row.OCTETS;
            int length = wordsLength(page, at, size);
            if (length > 0) {
                low = Math.min(low, page.getLong(at + Row.WORDS_AT));
                high = Math.max(high, page.getLong(at + Row.WORDS_AT) + length);
            }
        }
        byte[] span =
                high - low <= MOST_SPAN ? read(words, low, (int) Math.max(0, high - low)) : null;
        for (int i = 0; i < many; i++) {
            int at = i * Row.OCTETS;
            long wordsAt = page.getLong(at + Row.WORDS_AT);
            int length = wordsLength(page, at, size);
            String text;
            if (length == 0) {
                text = "";
            } else if (span != null) {
                text = new String(span, (int) (wordsAt - low), length, StandardCharsets.UTF_8);
            } else {
                text = new String(read(words, wordsAt, length), StandardCharsets.UTF_8);
            }
            List<String> flags = keywords.words(page.getLong(at + Row.MARKS));
            found.add(Row.get(mailbox, page, at, flags, text));
        }
        return found;
    }

    /// How long the texts of a row are; 0 where the disk has lost them or the row is damaged.
    private static int wordsLength(ByteBuffer rows, int row, long size) {
        long at = rows.getLong(row + Row.WORDS_AT);
        int length = rows.getInt(row + Row.WORDS_LENGTH);
        return at >= 0 && length > 0 && at <= size - length ? length : 0;
    }

    int position(long uid) throws IOException {
        open();
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = Row.uid(raw(middle, middle + 1), 0);
            if (there < uid) {
                low = middle + 1;
            } else if (there > uid) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -low - 1;
    }

    void clear() throws IOException {
        try (var _ = FileTurn.take(directory)) {
            close();
            open();
            close();
            Files.deleteIfExists(directory.resolve("rows"));
            Files.deleteIfExists(wordsFile(generation));
        }
    }

    void apply(Delta delta) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            close(); // what another process changed meanwhile counts
            change(delta);
        }
    }

    List<Envelope> append(List<Envelope> fresh) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            close();
            open();
            long last = count == 0 ? 0 : Row.uid(raw(count - 1, count), 0);
            long uid = Math.max(state.uidNext(), last + 1);
            var placed = new ArrayList<Envelope>();
            for (Envelope row : fresh) {
                placed.add(row.at(new MessageRef(mailbox, uid++)));
            }
            change(Delta.fresh(placed));
            return placed;
        }
    }

    void begin(MailboxState first) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            close();
            open();
            if (!state.known()) {
                change(Delta.state(first));
            }
        }
    }

    void synced(Instant time) throws IOException {
        try (var _ = FileTurn.take(directory)) {
            close();
            open();
            state = state.at(time);
            writeHeader();
        }
    }

    /// Makes a change; the turn is ours.
    private void change(Delta delta) throws IOException {
        open();
        var counts = new Counts(state);
        for (var entry : delta.flags().entrySet()) {
            mark(entry.getKey(), entry.getValue(), counts);
        }
        var fresh = new TreeMap<Long, Envelope>();
        for (Envelope row : delta.fresh()) {
            if (position(row.uid()) >= 0) {
                mark(row.uid(), row.flags(), counts);
            } else {
                fresh.put(row.uid(), row);
            }
        }
        boolean atEnd =
                fresh.isEmpty()
                        || count == 0
                        || fresh.firstKey() > Row.uid(raw(count - 1, count), 0);
        fresh.values().forEach(counts::add);
        if (atEnd && delta.gone().isEmpty() && rows != null) {
            append(fresh);
        } else {
            rewrite(fresh, delta, counts);
        }
        MailboxState next = delta.state().orElseGet(counts::state);
        state = fresh.isEmpty() ? next : next.next(fresh.lastKey());
        writeHeader();
    }

    /// The counts as a change goes on.
    private static final class Counts {
        private final MailboxState before;
        private int messages;
        private int unseen;

        Counts(MailboxState before) {
            this.before = before;
            messages = before.messages();
            unseen = before.unseen();
        }

        void add(Envelope row) {
            messages++;
            unseen += row.seen() ? 0 : 1;
        }

        void remove(long marks) {
            messages--;
            unseen -= (marks & Row.SEEN) == 0 ? 1 : 0;
        }

        MailboxState state() {
            return before.counted(messages, unseen);
        }
    }

    private void mark(long uid, List<String> flags, Counts counts) throws IOException {
        int position = position(uid);
        if (position < 0 || rows == null) {
            return;
        }
        long old = raw(position, position + 1).getLong(Row.MARKS);
        long now = keywords.marks(flags) | (old & Row.ATTACHMENT);
        if (now != old) {
            counts.unseen += (int) ((old & Row.SEEN) - (now & Row.SEEN));
            var octets = ByteBuffer.allocate(Long.BYTES).putLong(0, now);
            write(rows, octets, HEADER + (long) position * Row.OCTETS + Row.MARKS);
        }
    }

    private void append(TreeMap<Long, Envelope> fresh) throws IOException {
        if (rows != null && words != null && !fresh.isEmpty()) {
            ByteBuffer page = encoded(words, fresh);
            write(rows, page, HEADER + (long) count * Row.OCTETS);
            count += fresh.size();
        }
    }

    /// The rows of new messages; their texts are in the file of words when this returns.
    private ByteBuffer encoded(FileChannel words, TreeMap<Long, Envelope> fresh)
            throws IOException {
        var page = ByteBuffer.allocate(fresh.size() * Row.OCTETS);
        var texts = new java.io.ByteArrayOutputStream();
        long start = words.size();
        for (Envelope row : fresh.values()) {
            byte[] octets = Row.octets(row.words());
            Row.put(page, row, keywords.marks(row.flags()), start + texts.size(), octets.length);
            texts.writeBytes(octets);
        }
        write(words, ByteBuffer.wrap(texts.toByteArray()), start);
        return page.flip();
    }

    /// Writes all rows beside the old ones and puts them in their place.
    private void rewrite(TreeMap<Long, Envelope> fresh, Delta delta, Counts counts)
            throws IOException {
        Own.directory(directory);
        if (words == null) {
            words = words(generation, true);
        }
        ByteBuffer old = raw(0, count);
        ByteBuffer more = encoded(words, fresh);
        var all = ByteBuffer.allocate(HEADER + old.capacity() + more.capacity());
        all.position(HEADER);
        int next = 0;
        long live = 0;
        for (int i = 0; i < count; i++) {
            long uid = Row.uid(old, i * Row.OCTETS);
            while (next < fresh.size() && Row.uid(more, next * Row.OCTETS) < uid) {
                all.put(more.slice(next++ * Row.OCTETS, Row.OCTETS));
            }
            if (delta.gone().contains(uid)) {
                counts.remove(old.getLong(i * Row.OCTETS + Row.MARKS));
            } else {
                live += old.getInt(i * Row.OCTETS + Row.WORDS_LENGTH);
                all.put(old.slice(i * Row.OCTETS, Row.OCTETS));
            }
        }
        while (next < fresh.size()) {
            all.put(more.slice(next++ * Row.OCTETS, Row.OCTETS));
        }
        all.flip();
        count = (all.limit() - HEADER) / Row.OCTETS;
        int before = generation;
        if (words.size() > 2 * live + WORDS_SLACK) {
            squeeze(all);
        }
        put(all);
        if (generation != before) {
            Files.deleteIfExists(wordsFile(before)); // now no row points there any more
        }
    }

    /// Copies the texts that rows still point to into a new file.
    private void squeeze(ByteBuffer all) throws IOException {
        FileChannel old = java.util.Objects.requireNonNull(words);
        generation++;
        FileChannel squeezed = words(generation, true);
        squeezed.truncate(0);
        long size = old.size();
        long at = 0;
        for (int row = HEADER; row < all.limit(); row += Row.OCTETS) {
            int length = wordsLength(all, row, size);
            var text = ByteBuffer.wrap(read(old, all.getLong(row + Row.WORDS_AT), length));
            write(squeezed, text, at);
            all.putLong(row + Row.WORDS_AT, at);
            all.putInt(row + Row.WORDS_LENGTH, length);
            at += length;
        }
        old.close();
        words = squeezed;
    }

    private void put(ByteBuffer all) throws IOException {
        Path half = directory.resolve("rows.new");
        var channel =
                Own.file(
                        half,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (rows != null) {
            rows.close();
        }
        if (strange) { // of another version, or damaged: whoever wrote it may want it again
            Files.move(
                    directory.resolve("rows"),
                    directory.resolve("rows.strange"),
                    StandardCopyOption.REPLACE_EXISTING);
            strange = false;
        }
        rows = channel;
        header(all);
        write(channel, all.rewind(), 0);
        Files.move(
                half,
                directory.resolve("rows"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void force() throws IOException {
        open();
        if (rows != null && words != null) {
            words.force(true);
            rows.force(true);
            Drafts.Durably.syncDirectory(directory);
        }
    }

    private void writeHeader() throws IOException {
        if (rows != null) {
            var octets = ByteBuffer.allocate(HEADER);
            header(octets);
            write(rows, octets, 0);
        }
    }

    private void header(ByteBuffer at) {
        at.putInt(0, MAGIC)
                .putInt(4, generation)
                .putInt(8, count)
                .putInt(12, state.messages())
                .putInt(16, state.unseen())
                .putLong(24, state.uidValidity())
                .putLong(32, state.uidNext())
                .putLong(40, state.modSeq())
                .putLong(48, state.synced().toEpochMilli())
                .putLong(56, state.since());
    }

    private void open() throws IOException {
        for (int attempt = 0; rows == null && attempt < ATTEMPTS; attempt++) {
            try {
                read();
                return;
            } catch (NoSuchFileException _) {
                close(); // another process has just written both anew
                count = 0;
                state = MailboxState.UNKNOWN;
            }
        }
    }

    private void read() throws IOException {
        Path file = directory.resolve("rows");
        state = MailboxState.UNKNOWN;
        count = 0;
        strange = false;
        if (!Files.exists(file)) {
            return;
        }
        var header = ByteBuffer.allocate(HEADER);
        rows = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        fill(rows, header, 0);
        long room = (rows.size() - HEADER) / Row.OCTETS;
        if (header.getInt(0) != MAGIC || header.getInt(8) < 0 || header.getInt(8) > room) {
            rows.close(); // half written by a machine that stopped: synced again
            rows = null;
            strange = true;
            return;
        }
        generation = header.getInt(4);
        count = header.getInt(8);
        state =
                new MailboxState(
                        header.getLong(24),
                        header.getLong(32),
                        header.getLong(40),
                        Instant.ofEpochMilli(header.getLong(48)),
                        header.getInt(12),
                        header.getInt(16),
                        header.getLong(56));
        words = words(generation, false);
    }

    private FileChannel words(int number, boolean create) throws IOException {
        Path file = wordsFile(number);
        return create
                ? Own.file(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)
                : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private Path wordsFile(int number) {
        return directory.resolve("words-".concat(Integer.toString(number)));
    }

    void close() throws IOException {
        keywords.refresh();
        if (rows != null) {
            rows.close();
            rows = null;
        }
        if (words != null) {
            words.close();
            words = null;
        }
    }

    private static byte[] read(FileChannel from, long at, int length) throws IOException {
        var octets = ByteBuffer.allocate(length);
        fill(from, octets, at);
        return octets.array();
    }

    private static void fill(FileChannel from, ByteBuffer octets, long at) throws IOException {
        while (octets.hasRemaining() && from.read(octets, at + octets.position()) >= 0) {
            // until all is here
        }
        octets.rewind();
    }

    private static void write(FileChannel to, ByteBuffer octets, long at) throws IOException {
        long next = at;
        while (octets.hasRemaining()) {
            next += to.write(octets, next);
        }
    }
}
