package dev.jebi.mailstore.journal;

import static dev.jebi.mailstore.journal.Journals.LIMITS;
import static dev.jebi.mailstore.journal.Journals.append;
import static dev.jebi.mailstore.journal.Journals.open;
import static dev.jebi.mailstore.journal.Journals.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Octets that were moved stand in segments of their own.
final class MovedTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final Random random = new Random(1);

    private Content octets(int size) {
        var octets = new byte[size];
        random.nextBytes(octets);
        return Content.of(octets);
    }

    private List<Content> contents() {
        return List.of(octets(1), octets(4_096), octets(0), octets(100_003), octets(3 << 20));
    }

    private static List<ContentLocation> move(Journal journal, List<Content> contents)
            throws IOException {
        return journal.move(contents, _ -> {});
    }

    private static void check(Journal journal, List<ContentLocation> at, List<Content> contents)
            throws IOException {
        assertThat(at).hasSameSizeAs(contents);
        for (int i = 0; i < at.size(); i++) {
            assertThat(journal.read(at.get(i)).octets()).isEqualTo(contents.get(i).octets());
        }
    }

    private static SegmentSize moved(Journal journal) {
        var last = journal.segments().getLast();
        assertThat(ContentLocation.isMoved(last.base())).isTrue();
        return last;
    }

    @Test
    void whatIsMovedIsReadWhereItStandsNow() throws Exception {
        var contents = contents();
        List<ContentLocation> at;
        try (var journal = open(disk)) {
            append(journal, "before", "b");
            at = move(journal, contents);
            append(journal, "behind", "b");
            check(journal, at, contents);
        }
        var replayed = new ArrayList<String>();
        try (var journal = open(disk, 0, replayed)) {
            check(journal, at, contents);
            assertThat(replayed).containsExactly("before", "behind");
            assertThat(moved(journal).ended()).isTrue();
            assertThat(journal.damage(moved(journal).base())).isEmpty();
        }
    }

    @Test
    void whatIsMovedIsDurable() throws Exception {
        var contents = contents();
        try (var journal = open(disk)) {
            var at = move(journal, contents);
            for (int i = 0; i < 20; i++) {
                try (var after = open(disk.afterPowerCut(random))) {
                    check(after, at, contents);
                }
            }
        }
    }

    @Test
    void whatACrashLeftOfAMoveIsRemoved() throws Exception {
        open(disk).close();
        disk.create(Moving.UNFINISHED).write(0, ByteBuffer.allocate(10_000));
        open(disk).close();
        assertThat(disk.list()).doesNotContain(Moving.UNFINISHED);
    }

    @Test
    void aMoveThatFailsLeavesNothing() throws Exception {
        try (var journal = open(disk)) {
            var before = journal.segments();
            assertThatThrownBy(() -> move(journal, List.of(octets(10), new Failing())))
                    .isInstanceOf(IOException.class);
            assertThat(disk.list()).doesNotContain(Moving.UNFINISHED);
            assertThat(journal.segments()).isEqualTo(before);
            check(journal, move(journal, List.of()), List.of());
        }
    }

    /// Can be read once.
    private static final class Failing implements Content {
        private boolean read;

        @Override
        public long size() {
            return 100;
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            if (read) {
                throw new IOException("read failed, as asked");
            }
            read = true;
            into.put(new byte[100]);
            return 100;
        }
    }

    @Test
    void aFullDiskMovesNothing() throws Exception {
        try (var journal = open(disk)) {
            append(journal, "before", "b");
            disk.capacity(disk.used() + 50_000);
            assertThatThrownBy(() -> move(journal, List.of(octets(100_000))))
                    .isInstanceOf(NoRoom.class);
            assertThat(disk.list()).doesNotContain(Moving.UNFINISHED);
            append(journal, "behind", "b");
        }
        assertThat(replay(disk, 0)).containsExactly("before", "behind");
    }

    @Test
    void damageIsFoundWhereItIs() throws Exception {
        try (var journal = open(disk)) {
            var at = move(journal, contents());
            long base = moved(journal).base();
            var spoilt = at.get(1);
            disk.octets(Segment.name(base))[(int) (spoilt.position() - base) + 7] ^= 1;
            assertThat(journal.damage(base)).containsExactly(spoilt);
        }
    }

    @Test
    void positionsAreNeverGivenAgain() throws Exception {
        long end;
        try (var journal = open(disk)) {
            move(journal, contents());
            var gone = moved(journal);
            end = gone.base() + gone.octets();
            journal.free(List.of(gone.base()));
            assertThat(disk.list()).doesNotContain(Segment.name(gone.base()));
        }
        try (var journal = open(disk)) {
            move(journal, contents());
            assertThat(moved(journal).base()).isEqualTo(end);
        }
    }

    @Test
    void aMissingOneIsAGapAndOneThatWasGivenBackIsNone() throws Exception {
        long missing;
        try (var journal = open(disk)) {
            move(journal, contents());
            long first = moved(journal).base();
            journal.free(List.of(first));
            move(journal, contents());
            missing = moved(journal).base();
        }
        assertThat(gaps()).singleElement().matches(Gap::freed);
        disk.delete(Segment.name(missing));
        assertThat(gaps())
                .filteredOn(gap -> !gap.freed())
                .singleElement()
                .matches(gap -> gap.moved() && gap.from() == missing);
    }

    private List<Gap> gaps() throws IOException {
        var gaps = new ArrayList<Gap>();
        var copy = disk.copy(); // a gap that was judged counts as given back
        Journal.open(copy, LIMITS, 0, (_, _, _, _) -> {}, _ -> {}, gaps::addAll).close();
        return gaps;
    }
}
