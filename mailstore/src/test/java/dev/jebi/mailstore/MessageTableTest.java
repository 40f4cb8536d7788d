package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.change.Place;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

final class MessageTableTest {
    private static final int HUGE = 1_000_000;
    private static final long OCTETS_A_MESSAGE = 40;

    @Test
    void holdsWhatItWasGiven() {
        Randomly.runs(
                60,
                "table.seed",
                r -> {
                    var model = new Model(r);
                    for (int i = 0; i < 60; i++) {
                        model.step();
                        model.check();
                    }
                });
    }

    /// A table beside a map that is given the same.
    private static final class Model {
        private final Randomly r;
        private final TreeMap<Long, MessageRow> rows = new TreeMap<>();
        private final MessageTable table = new MessageTable();
        private final List<UidList> earlier = new ArrayList<>();
        private final List<List<Long>> earlierUids = new ArrayList<>();
        private long uidNext = 1;
        private long modSeq = 1;

        Model(Randomly r) {
            this.r = r;
        }

        void step() {
            modSeq += r.oneIn(200) ? 1L << 40 : 1;
            switch (r.between(0, 5)) {
                case 0, 1, 2 -> append();
                case 3 -> flag();
                case 4 -> remove();
                default -> move();
            }
        }

        private void append() {
            int count = r.oneIn(5) ? r.small(2_000) : r.small(30);
            for (int i = 0; i < count; i++) {
                uidNext += r.oneIn(10) ? 1 + r.small(100) : 1;
                put(row(uidNext, modSeq, r));
            }
            uidNext++;
            if (r.oneIn(4)) { // one that should have been there: an overlay may bring it
                long between = r.between(1L, uidNext);
                if (!rows.containsKey(between)) {
                    put(row(between, modSeq, r));
                }
            }
        }

        private void put(MessageRow row) {
            rows.put(row.uid(), row);
            table.add(row);
            table.add(row(row.uid(), 1, r)); // is there already
        }

        private void flag() {
            for (long uid : some(50)) {
                long keywords = r.oneIn(3) ? r.between(0L, Long.MAX_VALUE - 1) : r.small(8);
                int flags = r.between(0, 31);
                table.flag(uid, modSeq, flags, keywords);
                rows.computeIfPresent(
                        uid,
                        (_, old) ->
                                new MessageRow(
                                        uid,
                                        modSeq,
                                        flags,
                                        keywords,
                                        old.date(),
                                        old.blob(),
                                        old.place(),
                                        old.date()));
            }
        }

        private void remove() {
            long[] gone = some(r.oneIn(3) ? 1_000 : 5);
            table.remove(gone);
            for (long uid : gone) {
                rows.remove(uid);
            }
        }

        private void move() {
            for (long uid : some(5)) {
                var place = place(r);
                table.place(uid, place);
                rows.computeIfPresent(
                        uid,
                        (_, old) ->
                                new MessageRow(
                                        uid,
                                        old.modSeq(),
                                        old.flags(),
                                        old.keywords(),
                                        old.date(),
                                        old.blob(),
                                        place,
                                        old.date()));
            }
        }

        private long[] some(int most) {
            if (r.oneIn(3)) {
                long first = r.between(1L, uidNext);
                return java.util.stream.LongStream.range(first, first + r.small(most)).toArray();
            }
            return r.list(most, a -> a.between(1L, uidNext)).stream()
                    .mapToLong(Long::longValue)
                    .distinct()
                    .sorted()
                    .toArray();
        }

        void check() {
            assertThat(table.count()).isEqualTo(rows.size());
            var uids = table.uids();
            assertThat(uids.toArray()).containsExactly(rows.keySet().toArray(Long[]::new));
            int index = 0;
            for (MessageRow row : rows.values()) {
                if (index % 7 == 0) {
                    assertThat(table.row(index)).isEqualTo(row);
                    assertThat(table.uid(index)).isEqualTo(row.uid());
                    assertThat(uids.at(index)).isEqualTo(row.uid());
                    assertThat(uids.find(row.uid())).isEqualTo(index);
                }
                index++;
            }
            long any = r.between(1L, uidNext + 5);
            int expected = rows.headMap(any).size();
            int found = table.find(any);
            assertThat(found >= 0 ? found : -found - 1).isEqualTo(expected);
            assertThat(found >= 0).isEqualTo(rows.containsKey(any));
            assertThat(uids.from(any)).isEqualTo(expected);
            assertThat(uids.find(any)).isEqualTo(found);
            int unseen = 0;
            for (MessageRow row : rows.values()) {
                if ((row.flags() & 1) == 0) {
                    break;
                }
                unseen++;
            }
            assertThat(table.firstUnseen()).isEqualTo(unseen);
            long since = r.between(0L, modSeq);
            var changed = new ArrayList<MessageRow>();
            table.changed(since, changed::add);
            assertThat(changed)
                    .containsExactlyElementsOf(
                            rows.values().stream().filter(row -> row.modSeq() > since).toList());
            lists(uids);
        }

        /// A list stays as it was, whatever becomes of the table.
        private void lists(UidList now) {
            for (int i = 0; i < earlier.size(); i++) {
                assertThat(earlier.get(i).toArray())
                        .containsExactly(earlierUids.get(i).toArray(Long[]::new));
            }
            if (r.oneIn(20)) {
                earlier.add(now);
                earlierUids.add(List.copyOf(rows.keySet()));
            }
        }
    }

    private static MessageRow row(long uid, long modSeq, Randomly r) {
        long date = r.oneIn(50) ? r.between(-90_000_000_000L, 250_000_000_000L) : 1_700_000_000L;
        long blob = r.oneIn(50) ? r.between(1L, Long.MAX_VALUE - 1) : uid * 4_096;
        long keywords = r.oneIn(10) ? r.small(1_000) : 0;
        return new MessageRow(
                uid,
                modSeq,
                r.between(0, 31),
                keywords,
                date * 1_000,
                blob,
                place(r),
                date * 1_000);
    }

    private static Place place(Randomly r) {
        return new Place(
                r.oneIn(50) ? r.between(1L, Long.MAX_VALUE - 1) : r.between(1L, 1L << 31),
                r.oneIn(50) ? r.between(0xFFF0, 1 << 20) : r.between(0, 2_000),
                r.oneIn(50) ? r.between(0L, 1L << 40) : r.between(0L, 1L << 20));
    }

    @Test
    void listsOfUidsAreCutAndContinued() {
        var table = new MessageTable();
        for (long uid = 1; uid <= 2_000; uid++) {
            table.add(far(uid));
        }
        var list = table.uids().first(700).with(5_000, 6_000);
        assertThat(list.size()).isEqualTo(702);
        assertThat(list.last()).isEqualTo(6_000);
        assertThat(list.at(699)).isEqualTo(700);
        assertThat(list.find(701)).isEqualTo(-701);
        assertThat(list.find(6_000)).isEqualTo(701);
        assertThat(list.among(UidSet.ofRanges(List.of(new UidSet.Range(699, 5_500)))))
                .containsExactly(699, 700, 5_000);
        assertThat(UidList.EMPTY.with(7).first(0).size()).isZero();
        assertThat(UidList.EMPTY.from(1)).isZero();
        assertThat(UidList.of(4_294_967_295L).last()).isEqualTo(4_294_967_295L);
    }

    /// As far apart in the journal as messages of one mailbox come to be in years.
    private static MessageRow far(long uid) {
        return new MessageRow(
                uid,
                uid + 1,
                1,
                0,
                1_700_000_000_000L + uid * 60_000,
                uid << 30,
                new Place((uid << 30) + 700, 600, 3_000),
                1_700_000_000_000L + uid * 60_000);
    }

    @Test
    void aMillionMessagesTakeFortyOctetsEach() {
        var table = new MessageTable();
        long before = used();
        for (long uid = 1; uid <= HUGE; uid++) {
            table.add(far(uid));
        }
        Awaitility.await() // what others leave behind goes, too
                .until(() -> used() - before < OCTETS_A_MESSAGE * HUGE);
        for (long first = 1; first < HUGE; first += HUGE / 4) { // from the front and the middle
            table.remove(new long[] {first});
            table.remove(java.util.stream.LongStream.range(first, first + 1_000).toArray());
        }
        assertThat(table.count()).isEqualTo(HUGE - 4_000);
        table.flag(HUGE / 2 - 7, HUGE + 9L, 3, 0);
        var changed = new ArrayList<MessageRow>();
        table.changed(HUGE + 1L, changed::add);
        assertThat(changed).extracting(MessageRow::uid).containsExactly(HUGE / 2 - 7L);
        assertThat(table.uids().size()).isEqualTo(HUGE - 4_000);
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
