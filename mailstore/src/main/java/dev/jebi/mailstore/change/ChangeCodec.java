package dev.jebi.mailstore.change;

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
import dev.jebi.mailstore.change.Change.FlagsChanged;
import dev.jebi.mailstore.change.Change.IdsGiven;
import dev.jebi.mailstore.change.Change.KeptCounted;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MailboxDeleted;
import dev.jebi.mailstore.change.Change.MailboxRenamed;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.Change.NodeEnded;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Change.RegisterExpired;
import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.Change.Subscribed;
import dev.jebi.mailstore.change.Change.UidValidityRaised;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/// Changes as the meta octets of a journal record: a version, how many, and each with its number. A
/// change that a record of version 1 can hold keeps its number and its form for ever.
public final class ChangeCodec {
    private static final int VERSION = 1;

    /// The most octets that the fixed part of a change takes, texts and lists apart.
    private static final int FIXED = 120;

    private ChangeCodec() {}

    /// An upper bound of the encoding: of so many changes and list elements, and so many chars of
    /// text in them.
    public static int bound(int changesAndRows, long chars) {
        return Math.toIntExact(16 + (long) changesAndRows * FIXED + chars * 3);
    }

    /// An upper bound of so many messages added to one mailbox.
    public static int addedBound(int messages) {
        return Math.toIntExact(FIXED + messages * 90L);
    }

    /// An upper bound of so many messages in one change of flags.
    public static int flagsBound(int messages) {
        return Math.toIntExact(FIXED + messages * 20L);
    }

    /// An upper bound of so many messages in one expunge.
    public static int expungedBound(int messages) {
        return Math.toIntExact(FIXED + messages * 16L);
    }

    /// An upper bound of so many messages that one change keeps or drops, beside names and words.
    public static int keptBound(int messages) {
        return Math.toIntExact(2 * FIXED + messages * 60L);
    }

    /// The octets; places that are in this very record count from the start of its body.
    public static ByteBuffer encode(List<Change> changes) {
        var packer = new Packer();
        packer.octet(VERSION).number(changes.size());
        for (Change change : changes) {
            Encoding.encode(packer, change);
        }
        return packer.packed();
    }

    /// The changes.
    ///
    /// @param body where the record's body is
    /// @throws IllegalArgumentException when these octets are no changes
    public static List<Change> decode(ByteBuffer meta, long body) {
        try {
            var unpacker = new Unpacker(meta);
            int version = unpacker.octet();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a journal record of version " + version + ": written by a newer Jebi");
            }
            return located(unpacker.list(() -> decode(unpacker)), body);
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new IllegalArgumentException("a journal record ends too early", e);
        }
    }

    /// The changes with the places of what this record brought made absolute.
    public static List<Change> located(List<Change> changes, long body) {
        if (changes.stream().noneMatch(c -> c instanceof BlobStored || c instanceof BlobMoved)) {
            return changes;
        }
        var blobs = new java.util.HashMap<Long, Place>();
        var located = new java.util.ArrayList<Change>(changes.size());
        for (Change change : changes) {
            if (change instanceof BlobStored(long blob, Place place)) {
                blobs.put(blob, place.from(body));
                located.add(new BlobStored(blob, place.from(body)));
            } else if (change instanceof BlobMoved(long blob, Place place)) {
                located.add(new BlobMoved(blob, place.from(body)));
            } else if (change instanceof MessagesAdded(int mailbox, var rows)
                    && rows.stream().anyMatch(row -> blobs.containsKey(row.blob()))) {
                located.add(
                        new MessagesAdded(
                                mailbox, rows.stream().map(row -> located(row, blobs)).toList()));
            } else if (change instanceof MailQueued(QueuedMail mail)) {
                located.add(new MailQueued(located(mail, blobs)));
            } else {
                located.add(change);
            }
        }
        return located;
    }

    private static MessageRow located(MessageRow row, java.util.Map<Long, Place> blobs) {
        return row.at(blobs.getOrDefault(row.blob(), row.place()));
    }

    private static QueuedMail located(QueuedMail mail, java.util.Map<Long, Place> blobs) {
        return mail.at(blobs.getOrDefault(mail.id(), mail.place()));
    }

    @SuppressWarnings("checkstyle:MethodLength") // a switch that only dispatches
    private static Change decode(Unpacker in) {
        int type = in.octet();
        return switch (type) {
            case 1 -> new DomainAdded(in.small(), in.text());
            case 2 -> new DomainRemoved(in.small());
            case 3 ->
                    new AccountSet(
                            in.small(),
                            in.small(),
                            in.text(),
                            in.flag(),
                            new Secret(
                                    in.text(), in.octets(), in.small(), in.octets(), in.octets()),
                            in.number(),
                            in.number());
            case 4 -> new AccountRemoved(in.small());
            case 5 -> new AccountUsed(in.small(), in.number(), in.number());
            case 6 ->
                    new MailboxCreated(
                            in.small(),
                            in.small(),
                            in.text(),
                            in.number(),
                            in.small() - 1,
                            in.flag());
            case 7 -> new MailboxRenamed(in.small(), in.text());
            // 8 was never in a release
            case 9 -> new MailboxDeleted(in.small());
            case 10 -> new KeywordsAdded(in.small(), in.small(), in.list(in::text));
            case 11 ->
                    new MailboxCounted(
                            in.small(),
                            new Counters(
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.number()));
            case 12 -> new BlobStored(in.number(), Encoding.place(in));
            case 13 -> new MessagesAdded(in.small(), in.list(() -> Encoding.message(in)));
            case 60 -> new MessagesAdded(in.small(), in.list(() -> Encoding.savedMessage(in)));
            case 14 -> new FlagsChanged(in.small(), in.number(), in.list(() -> Encoding.flags(in)));
            case 15 -> Encoding.expunged(in);
            case 16 -> new MailQueued(Encoding.queuedPlainly(in));
            case 17 ->
                    new RecipientDeferred(
                            in.number(), in.small(), in.small(), in.number(), in.flag(), in.text());
            case 18 -> new RecipientGone(in.number(), in.small());
            case 19 -> new RecipientsHeld(in.number(), in.list(in::small), in.flag(), in.number());
            case 40 -> new MailQueued(Encoding.queued(in));
            case 41 ->
                    new RecipientRedirected(
                            in.number(), in.small(), in.text(), in.text(), WishCodec.recipient(in));
            case 30 -> new AccountPlaced(in.text(), in.small() - 1);
            case 27 -> new AccountWarned(in.small(), in.small());
            case 28 ->
                    new MessagesKept(
                            in.small(),
                            in.text(),
                            in.number(),
                            in.list(in::text),
                            in.list(() -> Encoding.kept(in)));
            case 29 -> Encoding.dropped(in);
            case 32 -> new KeptCounted(in.small(), in.number(), in.number());
            case 23 -> new RecipientsLeased(in.number(), in.list(in::small), in.number());
            case 24 -> new NodeEnded(in.number());
            case 20 -> new Subscribed(in.small(), in.text(), in.flag());
            case 22 -> new UidValidityRaised(in.small(), in.number());
            case 21 -> new BlobMoved(in.number(), Encoding.place(in));
            case 31 -> Encoding.vanished(in);
            case 34 -> new BlobCounted(in.number(), Encoding.place(in), in.small());
            case 35 -> new RegisterSet(in.list(() -> Encoding.register(in)));
            case 36 -> new RegisterExpired(in.number());
            case 33 -> new IdsGiven(in.small(), in.number());
            default -> throw new IllegalArgumentException("no change has the number " + type);
        };
    }
}
