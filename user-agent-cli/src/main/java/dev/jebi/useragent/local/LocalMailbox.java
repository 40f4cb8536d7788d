package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What is known here of one mailbox: rows in the order of their UIDs. A list reads only the rows
/// that it shows, so that the size of the mailbox does not matter. Any thread may use it; changes
/// of other processes are seen after [#refresh()].
public final class LocalMailbox {
    /// Rows that a walk over all reads at once.
    private static final int PAGE = 1_024;

    private final String name;
    private final RowFile file;

    LocalMailbox(String name, Path directory) {
        this.name = name;
        this.file = new RowFile(name, directory);
    }

    public String name() {
        return name;
    }

    /// How far it is known.
    public MailboxState state() throws IOException {
        synchronized (file) {
            return file.state();
        }
    }

    /// How many rows are here.
    public int count() throws IOException {
        synchronized (file) {
            return file.count();
        }
    }

    /// The rows of positions from (inclusive) to (exclusive), the oldest at 0.
    public List<Envelope> rows(int from, int to) throws IOException {
        synchronized (file) {
            return file.rows(Math.max(0, from), Math.min(to, file.count()));
        }
    }

    /// The newest rows, the newest last.
    public List<Envelope> newest(int most) throws IOException {
        synchronized (file) {
            int count = file.count();
            return file.rows(Math.max(0, count - most), count);
        }
    }

    /// The position of a message, or where it would be as `-(place) - 1`.
    public int position(long uid) throws IOException {
        synchronized (file) {
            return file.position(uid);
        }
    }

    /// A message, if it is here.
    public Optional<Envelope> row(long uid) throws IOException {
        synchronized (file) {
            int position = file.position(uid);
            return position < 0
                    ? Optional.empty()
                    : Optional.of(file.rows(position, position + 1).getFirst());
        }
    }

    /// The newest rows that fit, the newest last.
    public List<Envelope> search(Predicate<Envelope> wanted, int most) throws IOException {
        var found = new ArrayList<Envelope>();
        synchronized (file) {
            int to = file.count();
            while (to > 0 && found.size() < most) {
                int from = Math.max(0, to - PAGE);
                List<Envelope> page = file.rows(from, to);
                for (int i = page.size() - 1; i >= 0 && found.size() < most; i--) {
                    if (wanted.test(page.get(i))) {
                        found.add(page.get(i));
                    }
                }
                to = from;
            }
        }
        return found.reversed();
    }

    /// The rows with that number at that offset; reads no texts of the others.
    List<Envelope> withNumber(int offset, long number) throws IOException {
        var found = new ArrayList<Envelope>();
        synchronized (file) {
            for (int from = 0; from < file.count(); from += PAGE) {
                int to = Math.min(from + PAGE, file.count());
                ByteBuffer page = file.raw(from, to);
                for (int i = 0; i < to - from; i++) {
                    if (page.getLong(i * Row.OCTETS + offset) == number) {
                        found.addAll(file.rows(from + i, from + i + 1));
                    }
                }
            }
        }
        return found;
    }

    /// Makes a change, whole or not at all; other processes wait meanwhile.
    public void apply(Delta delta) throws IOException {
        synchronized (file) {
            file.apply(delta);
        }
    }

    /// Puts messages at the end, under the next UIDs of their own: no other process gives the same
    /// ones meanwhile.
    ///
    /// @return the messages where they are now
    public List<Envelope> append(List<Envelope> rows) throws IOException {
        synchronized (file) {
            return file.append(rows);
        }
    }

    /// Begins a mailbox that lives here, unless another process has begun it.
    public void begin(MailboxState first) throws IOException {
        synchronized (file) {
            file.begin(first);
        }
    }

    /// Notes when it was in step; the rest of what is known stays as it is.
    public void synced(Instant time) throws IOException {
        synchronized (file) {
            file.synced(time);
        }
    }

    /// Lets the rows survive the power.
    void force() throws IOException {
        synchronized (file) {
            file.force();
        }
    }

    /// Forgets all rows, because the server numbers its messages anew (RFC 9051 §2.3.1.1).
    public void clear() throws IOException {
        synchronized (file) {
            file.clear();
        }
    }

    /// Looks what other processes changed.
    public void refresh() throws IOException {
        synchronized (file) {
            file.close();
        }
    }

    void close() throws IOException {
        refresh();
    }
}
