package dev.jebi.mailstore.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.change.Change.AccountPlaced;
import dev.jebi.mailstore.change.Change.AccountRemoved;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.AccountWarned;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.DomainRemoved;
import dev.jebi.mailstore.change.Change.Expunged;
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.IdsGiven;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeptDropped;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;
import dev.jebi.mailstore.change.Change.UidsVanished;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.mailstore.change.WishCodec.Along;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class ChangeCodecTest {
    private static final long MAX = Long.MAX_VALUE;

    @Test
    void whatWasEncodedIsDecoded() {
        Randomly.runs(
                200,
                "change.seed",
                random -> {
                    var changes = every(random);
                    var encoded = ChangeCodec.encode(changes);
                    assertThat(ChangeCodec.decode(encoded, 0))
                            .usingRecursiveComparison()
                            .isEqualTo(changes);
                });
    }

    @Test
    void aBoundHoldsForTheGreatestNumbers() {
        var flags = new ArrayList<FlagRow>();
        var uids = new long[1_000];
        var rows = new ArrayList<MessageRow>();
        for (int i = 0; i < uids.length; i++) {
            uids[i] = 0xFFFF_FFFFL;
            flags.add(new FlagRow(0xFFFF_FFFFL, 31, MAX));
            rows.add(
                    new MessageRow(
                            0xFFFF_FFFFL,
                            MAX,
                            31,
                            MAX,
                            -1,
                            MAX,
                            new Place(MAX, MAX_INT, MAX),
                            MAX));
        }
        var blobs = new long[1_000];
        java.util.Arrays.fill(blobs, 1L << 55);
        assertThat(size(new FlagsChanged(MAX_INT, MAX, flags)))
                .isLessThan(ChangeCodec.flagsBound(1_000));
        assertThat(size(new Expunged(MAX_INT, MAX, uids, blobs)))
                .isLessThan(ChangeCodec.expungedBound(1_000));
        var kept = new ArrayList<KeptRow>();
        for (int i = 0; i < uids.length; i++) {
            kept.add(new KeptRow(MAX, 0xFFFF_FFFFL, 31, MAX, -1, MAX));
        }
        assertThat(size(new MessagesKept(MAX_INT, "INBOX", MAX, List.of(), kept)))
                .isLessThan(ChangeCodec.keptBound(1_000));
        assertThat(size(new KeptDropped(MAX_INT, blobs, blobs)))
                .isLessThan(ChangeCodec.keptBound(1_000));
        assertThat(size(new MessagesAdded(MAX_INT, rows)))
                .isLessThan(ChangeCodec.bound(1_000, 0))
                .isLessThan(ChangeCodec.addedBound(1_000));
    }

    private static final int MAX_INT = Integer.MAX_VALUE;

    private static int size(Change change) {
        return ChangeCodec.encode(List.of(change)).remaining();
    }

    @Test
    void queuedMailOfBeforeIsReadable() {
        var packer = new Packer();
        packer.octet(1).number(1).octet(16).number(7);
        packer.number(1).number(2).number(3); // its place
        packer.number(4).text("alice").text("us.test").number(99).flag(true).flag(false);
        packer.number(1).number(1).text("bob").text("b.test").number(2).number(88);
        packer.flag(false).flag(true).text("451 later");
        var mail = ((MailQueued) ChangeCodec.decode(packer.packed(), 0).getFirst()).mail();
        assertThat(mail.along()).isEqualTo(Along.NOTHING);
        assertThat(mail.recipients().getFirst().wishes()).isEqualTo(RecipientWishes.NONE);
        assertThat(mail.recipients().getFirst().lastReply()).isEqualTo("451 later");
    }

    /// What came at its internal date is written as ever; one that did not takes the others along.
    @Test
    void saveDatesAreKeptWhereTheyDiffer() {
        var same = new MessageRow(1, 2, 0, 0, 3, 800, new Place(10, 10, 100), 3);
        var other = new MessageRow(2, 2, 0, 0, 3, 900, new Place(10, 10, 100), 77_000);
        var plain = new MessagesAdded(7, List.of(same));
        var mixed = new MessagesAdded(7, List.of(same, other));
        assertThat(ChangeCodec.decode(ChangeCodec.encode(List.of(plain, mixed)), 0))
                .containsExactly(plain, mixed);
    }

    @Test
    void placesAreMadeAbsolute() {
        var row = new MessageRow(1, 2, 0, 0, 3, 800, new Place(10, 10, 100), 3);
        var old = new MessageRow(2, 2, 0, 0, 3, 16, new Place(10, 10, 100), 3);
        List<Change> changes =
                List.of(new BlobStored(800, row.place()), new MessagesAdded(7, List.of(row, old)));
        var decoded = ChangeCodec.decode(ChangeCodec.encode(changes), 5_000);
        var added = (MessagesAdded) decoded.get(1);
        assertThat(added.messages().get(0).place()).isEqualTo(new Place(5_010, 10, 100));
        assertThat(added.messages().get(1).place()).isEqualTo(new Place(10, 10, 100));
        var moved = ChangeCodec.encode(List.of(new BlobMoved(800, row.place())));
        assertThat(ChangeCodec.decode(moved, 5_000))
                .containsExactly(new BlobMoved(800, new Place(5_010, 10, 100)));
    }

    @Test
    void garbageIsRefusedAndNothingElse() {
        Randomly.runs(
                2_000,
                "garbage.seed",
                random -> {
                    byte[] octets;
                    if (random.oneIn(2)) {
                        octets = random.octets(random.between(0, 60));
                    } else {
                        var good = ChangeCodec.encode(every(random));
                        octets = new byte[good.remaining()];
                        good.get(octets);
                        octets[random.between(0, octets.length - 1)] ^= (byte) (1 << 6);
                    }
                    try {
                        ChangeCodec.decode(ByteBuffer.wrap(octets), 0);
                    } catch (IllegalArgumentException e) {
                        assertThat(e).hasMessageNotContaining("null");
                    }
                });
        assertThatThrownBy(() -> ChangeCodec.decode(ByteBuffer.wrap(new byte[] {2, 0}), 0))
                .hasMessageContaining("newer");
    }

    @SuppressWarnings("checkstyle:MethodLength") // a list of all
    private static List<Change> every(Randomly r) {
        var secret = new Secret(r.text(20), r.octets(16), 4_096, r.octets(32), r.octets(32));
        long blob = number(r);
        var place = new Place(number(r), r.small(MAX_INT), number(r));
        return List.of(
                new DomainAdded(r.small(MAX_INT), r.domain()),
                new DomainRemoved(r.small(MAX_INT)),
                new AccountSet(1, 2, r.text(9), r.oneIn(2), secret, number(r), number(r)),
                new AccountRemoved(r.small(MAX_INT)),
                new AccountUsed(r.small(MAX_INT), number(r), number(r)),
                new MailboxCreated(1, 2, r.text(20), number(r), r.between(-1, 6), r.oneIn(2)),
                new MailboxRenamed(r.small(MAX_INT), r.text(20)),
                new UidValidityRaised(r.small(MAX_INT), number(r)),
                new AccountPlaced(r.text(20), r.between(-1, 60)),
                new Subscribed(r.small(MAX_INT), r.text(20), r.oneIn(2)),
                new MailboxDeleted(r.small(MAX_INT)),
                new KeywordsAdded(1, r.between(0, 62), r.list(3, a -> a.text(9))),
                new MailboxCounted(
                        1,
                        new Counters(
                                number(r), number(r), number(r), number(r), number(r), number(r))),
                new BlobStored(blob, place),
                new MessagesAdded(
                        1,
                        r.list(
                                3,
                                a ->
                                        new MessageRow(
                                                number(a),
                                                number(a),
                                                a.between(0, 31),
                                                number(a),
                                                -number(a),
                                                blob,
                                                place,
                                                -number(a)))),
                new FlagsChanged(
                        1, number(r), r.list(3, a -> new FlagRow(number(a), 31, number(a)))),
                new Expunged(1, number(r), new long[] {1, 2}, new long[] {number(r), blob}),
                new AccountWarned(r.small(MAX_INT), r.small(99)),
                new MessagesKept(
                        1,
                        r.text(9),
                        number(r),
                        r.list(3, a -> a.text(9)),
                        r.list(
                                3,
                                a ->
                                        new KeptRow(
                                                number(a),
                                                number(a),
                                                31,
                                                number(a),
                                                -number(a),
                                                blob))),
                new KeptDropped(1, new long[] {1, number(r)}, new long[] {number(r), blob}),
                new KeptCounted(r.small(MAX_INT), number(r), number(r)),
                new MailQueued(
                        new QueuedMail(
                                blob,
                                place,
                                r.small(99),
                                r.text(9),
                                r.domain(),
                                number(r),
                                r.oneIn(2),
                                r.oneIn(2),
                                new Along(Wishes.any(r), r.small(2), r.atom(9)),
                                r.list(3, ChangeCodecTest::recipient))),
                new RecipientRedirected(blob, r.small(99), r.text(9), r.domain(), Wishes.one(r)),
                new RecipientDeferred(blob, 1, r.small(99), number(r), r.oneIn(2), r.text(40)),
                new RecipientGone(blob, r.small(99)),
                new RecipientsHeld(blob, r.list(3, a -> a.small(99)), r.oneIn(2), number(r)),
                new RegisterSet(r.list(3, ChangeCodecTest::value)),
                new RegisterExpired(number(r)),
                new BlobMoved(number(r), place),
                new UidsVanished(r.small(99), number(r), new long[] {1, number(r)}),
                new BlobCounted(number(r), place, r.small(MAX_INT)),
                new IdsGiven(r.small(MAX_INT), number(r)));
    }

    private static RegisterRow value(Randomly r) {
        return new RegisterRow(
                r.small(MAX_INT), "kind", r.text(20), r.oneIn(2), number(r), r.octets(r.small(99)));
    }

    private static Recipient recipient(Randomly r) {
        return new Recipient(
                r.small(99),
                r.text(9),
                r.domain(),
                r.small(9),
                number(r),
                r.oneIn(2),
                r.oneIn(2),
                r.text(20),
                Wishes.one(r));
    }

    private static long number(Randomly r) {
        return r.generator().nextLong() >>> r.between(1, 63);
    }
}
