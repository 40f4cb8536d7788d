package dev.jebi.mailstore.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Journals for tests.
final class Journals {
    static final JournalLimits LIMITS =
            new JournalLimits(256 << 10, 1_000, 4 << 20, 10_000, 64L << 20, 0, 1 << 20);

    private Journals() {}

    static Journal open(Disk disk) throws IOException {
        return open(disk, 0, new ArrayList<>());
    }

    static Journal open(Disk disk, long applied, List<String> replayed) throws IOException {
        return Journal.open(
                disk,
                LIMITS,
                applied,
                (lsn, type, meta, body) -> replayed.add(UTF_8.decode(meta).toString()),
                failure -> {});
    }

    /// What a journal on this disk would replay.
    static List<String> replay(Disk disk, long applied) throws IOException {
        var replayed = new ArrayList<String>();
        open(disk, applied, replayed).close();
        return replayed;
    }

    static TextEntry append(Journal journal, String meta, String body) throws IOException {
        var entry = new TextEntry(meta, body);
        journal.append(entry);
        return entry;
    }
}
