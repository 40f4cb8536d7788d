package dev.jebi.useragent.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The rows of a mailbox on disk.
class LocalMailboxTest {
    @TempDir private Path directory;

    private static Envelope row(long uid, List<String> flags) {
        return new Envelope(
                new MessageRef("INBOX", uid),
                uid * 3 + 1,
                uid / 4 + 1,
                flags,
                uid % 2 == 0,
                Instant.ofEpochSecond(1_700_000_000 + uid),
                Instant.ofEpochSecond(1_700_000_001 + uid),
                uid * 1_000,
                new Envelope.Words(
                        "A" + uid + " <a@b.test>",
                        "al@a.test",
                        "",
                        "제목 " + "x".repeat((int) (uid % 50)),
                        "<" + uid + "@b.test>",
                        "",
                        "",
                        ""));
    }

    private LocalMailbox mailbox() {
        return new LocalMailbox("INBOX", directory.resolve("inbox"));
    }

    @Test
    void anUnknownMailboxIsEmpty() throws IOException {
        assertThat(mailbox().state().known()).isFalse();
        assertThat(mailbox().count()).isZero();
        assertThat(mailbox().newest(10)).isEmpty();
        assertThat(Files.exists(directory.resolve("inbox/rows"))).isFalse();
    }

    @Test
    void rowsComeBackAsTheyWere() throws IOException {
        var rows = List.of(row(3, List.of("seen", "$Label1")), row(9, List.of()));
        mailbox().apply(Delta.fresh(rows));
        assertThat(mailbox().rows(0, 2)).isEqualTo(rows);
        assertThat(mailbox().row(9)).contains(rows.get(1));
        assertThat(mailbox().row(4)).isEmpty();
        assertThat(mailbox().position(4)).isEqualTo(-2);
        assertThat(mailbox().state().messages()).isEqualTo(2);
        assertThat(mailbox().state().unseen()).isEqualTo(1);
        assertThat(mailbox().state().uidNext()).isEqualTo(10);
    }

    @Test
    void whatTwoProcessesPutAtTheEndHasUidsOfItsOwn() throws IOException {
        LocalMailbox one = mailbox();
        LocalMailbox other = mailbox();
        var first = new MailboxState(7, 1, 0, Instant.ofEpochSecond(1), 0, 0, 0);
        one.begin(first);
        other.begin(new MailboxState(8, 1, 0, Instant.EPOCH, 0, 0, 0));
        assertThat(other.state().uidValidity()).isEqualTo(7);
        for (int i = 0; i < 5; i++) {
            one.append(List.of(row(99, List.of())));
            other.append(List.of(row(99, List.of()), row(99, List.of("seen"))));
        }
        one.refresh();
        assertThat(one.rows(0, 100)).extracting(Envelope::uid).doesNotHaveDuplicates().hasSize(15);
        other.synced(Instant.ofEpochSecond(9));
        assertThat(other.state().messages()).isEqualTo(15);
        assertThat(other.state().unseen()).isEqualTo(10);
    }

    @Test
    void aHeaderThatLiesIsAnUnknownMailbox() throws IOException {
        mailbox().apply(Delta.fresh(List.of(row(1, List.of()))));
        byte[] octets = Files.readAllBytes(directory.resolve("inbox/rows"));
        octets[8] = (byte) 0xFF; // the count is negative
        Files.write(directory.resolve("inbox/rows"), octets);
        assertThat(mailbox().state().known()).isFalse();
        assertThat(mailbox().newest(5)).isEmpty();
    }

    @Test
    void aFileOfNonsenseIsAnUnknownMailbox() throws IOException {
        Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(directory.resolve("inbox/rows"), "nonsense".repeat(40));
        assertThat(mailbox().state().known()).isFalse();
        mailbox().apply(Delta.fresh(List.of(row(1, List.of()))));
        assertThat(mailbox().newest(5)).containsExactly(row(1, List.of()));
    }

    @Test
    void changesAreAsInAnOrdinaryMap() throws IOException {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var model = new TreeMap<Long, Envelope>();
        LocalMailbox mailbox = mailbox();
        for (int step = 0; step < 150; step++) {
            if (random.nextInt(5) == 0) {
                mailbox = mailbox(); // another process
            }
            Delta delta = delta(random, model);
            mailbox.apply(delta);
            for (Envelope fresh : delta.fresh()) {
                model.put(fresh.uid(), fresh);
            }
            delta.flags()
                    .forEach((uid, flags) ->
                            model.computeIfPresent(uid, (_, row) -> row.with(flags)));
            model.keySet().removeAll(delta.gone());
            assertThat(mailbox.rows(0, mailbox.count()))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(List.copyOf(model.values()));
            assertThat(mailbox.state().unseen())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo((int) model.values().stream().filter(r -> !r.seen()).count());
        }
    }

    private static Delta delta(RandomGenerator random, TreeMap<Long, Envelope> model) {
        var fresh = new ArrayList<Envelope>();
        var gone = new HashSet<Long>();
        var flags = new TreeMap<Long, List<String>>();
        int many = random.nextInt(6);
        for (int i = 0; i < many; i++) {
            long uid =
                    random.nextBoolean() || model.isEmpty()
                            ? random.nextLong(1, 400)
                            : model.lastKey() + 1 + i;
            if (fresh.stream().noneMatch(r -> r.uid() == uid)) {
                Envelope there = model.get(uid);
                fresh.add(there == null ? row(uid, some(random)) : there.with(some(random)));
            }
        }
        for (long uid : List.copyOf(model.keySet())) {
            boolean kept = fresh.stream().noneMatch(r -> r.uid() == uid);
            if (kept && random.nextInt(12) == 0) {
                gone.add(uid);
            } else if (kept && random.nextInt(8) == 0) {
                flags.put(uid, some(random));
            }
        }
        return new Delta(fresh, random.nextInt(3) == 0 ? gone : Set.of(), flags, Optional.empty());
    }

    private static List<String> some(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of();
            case 1 -> List.of("seen");
            case 2 -> List.of("seen", "flagged");
            default -> List.of("$Label" + random.nextInt(5));
        };
    }

    @Test
    void messagesAreFoundByWhatStaysWhenTheyMove() throws IOException {
        assertThat(StableId.isOne(StableId.text(StableId.of("x")))).isTrue();
        assertThat(StableId.parse(StableId.text(StableId.of("x")))).isEqualTo(StableId.of("x"));
        assertThat(StableId.isOne("INBOX:12")).isFalse();
        assertThat(StableId.isOne("12")).isFalse();
        mailbox().apply(Delta.fresh(List.of(row(1, List.of()), row(2, List.of()))));
        assertThat(mailbox().withNumber(Row.ID, 7)).containsExactly(row(2, List.of()));
        mailbox().apply(new Delta(List.of(), Set.of(), Map.of(), Optional.empty()));
        assertThat(mailbox().count()).isEqualTo(2);
    }

    @Test
    void damagedRowsAreShownAsFarAsTheyGo() throws IOException {
        var rows = new ArrayList<Envelope>();
        for (long uid = 1; uid <= 40; uid++) {
            rows.add(row(uid, List.of("seen", "$Label1")));
        }
        mailbox().apply(Delta.fresh(rows));
        Path file = directory.resolve("inbox/rows");
        byte[] whole = Files.readAllBytes(file);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        LocalMailbox mailbox = mailbox();
        for (int run = 0; run < 500; run++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 8; i++) {
                damaged[random.nextInt(128, whole.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            mailbox.refresh();
            assertThat(mailbox.newest(50)).hasSize(40);
            assertThat(mailbox.search(row -> row.words().subject().isEmpty(), 50))
                    .as("most are whole")
                    .hasSizeLessThan(20);
        }
        mailbox.apply(Delta.gone(Set.of(1L)));
        assertThat(mailbox.count()).isBetween(39, 40);
    }

    @Test
    void rowsOfAnotherVersionAreNotThrownAway() throws IOException {
        mailbox().apply(Delta.fresh(List.of(row(1, List.of()))));
        Path file = directory.resolve("inbox/rows");
        byte[] newer = Files.readAllBytes(file);
        newer[3]++;
        Files.write(file, newer);
        assertThat(mailbox().state().known()).isFalse();
        mailbox().apply(Delta.fresh(List.of(row(2, List.of()))));
        assertThat(mailbox().newest(9)).extracting(Envelope::uid).containsExactly(2L);
        assertThat(directory.resolve("inbox/rows.strange")).hasBinaryContent(newer);
    }
}
