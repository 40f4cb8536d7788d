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
import dev.jebi.mailstore.change.Change.UidsVanished;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.mailstore.change.WishCodec.Along;
import dev.jebi.smtp.RecipientWishes;

/// How each change, and each row in one, is written.
final class Encoding {
    private Encoding() {}

    @SuppressWarnings("checkstyle:MethodLength") // a switch that only dispatches
    static void encode(Packer out, Change change) {
        switch (change) {
            case DomainAdded(int domain, String name) -> out.octet(1).number(domain).text(name);
            case DomainRemoved(int domain) -> out.octet(2).number(domain);
            case AccountSet account -> account(out.octet(3), account);
            case AccountRemoved(int account) -> out.octet(4).number(account);
            case AccountPlaced(String address, int shard) ->
                    out.octet(30).text(address).number(shard + 1);
            case AccountUsed(int account, long octets, long messages) ->
                    out.octet(5).number(account).number(octets).number(messages);
            case MailboxCreated created ->
                    out.octet(6)
                            .number(created.mailbox())
                            .number(created.account())
                            .text(created.name())
                            .number(created.uidValidity())
                            .number(created.specialUse() + 1)
                            .flag(created.subscribed());
            case MailboxRenamed(int mailbox, String name) ->
                    out.octet(7).number(mailbox).text(name);
            case UidValidityRaised(int mailbox, long uidValidity) ->
                    out.octet(22).number(mailbox).number(uidValidity);
            case Subscribed(int account, String name, boolean subscribed) ->
                    out.octet(20).number(account).text(name).flag(subscribed);
            case MailboxDeleted(int mailbox) -> out.octet(9).number(mailbox);
            case KeywordsAdded(int mailbox, int first, var words) -> {
                out.octet(10).number(mailbox).number(first).number(words.size());
                words.forEach(out::text);
            }
            case MailboxCounted(int mailbox, Counters counters) ->
                    counters(out.octet(11).number(mailbox), counters);
            case BlobStored(long blob, Place place) -> place(out.octet(12).number(blob), place);
            case MessagesAdded(int mailbox, var messages)
                    when messages.stream().anyMatch(row -> row.saved() != row.date()) -> {
                out.octet(60).number(mailbox).number(messages.size());
                messages.forEach(row -> savedMessage(out, row));
            }
            case MessagesAdded(int mailbox, var messages) -> {
                out.octet(13).number(mailbox).number(messages.size());
                messages.forEach(row -> message(out, row));
            }
            case FlagsChanged(int mailbox, long modSeq, var messages) -> {
                out.octet(14).number(mailbox).number(modSeq).number(messages.size());
                messages.forEach(
                        row -> out.number(row.uid()).number(row.flags()).number(row.keywords()));
            }
            case Expunged expunged -> expunged(out.octet(15), expunged);
            case AccountWarned(int account, int level) ->
                    out.octet(27).number(account).number(level);
            case MessagesKept kept -> kept(out.octet(28), kept);
            case KeptDropped dropped -> dropped(out.octet(29), dropped);
            case KeptCounted(int account, long octets, long messages) ->
                    out.octet(32).number(account).number(octets).number(messages);
            case MailQueued(QueuedMail mail) -> queued(out.octet(40), mail);
            case RecipientDeferred deferred ->
                    out.octet(17)
                            .number(deferred.queue())
                            .number(deferred.number())
                            .number(deferred.attempts())
                            .number(deferred.nextAttempt())
                            .flag(deferred.delayReported())
                            .text(deferred.lastReply());
            case RecipientGone(long queue, int number) ->
                    out.octet(18).number(queue).number(number);
            case RecipientRedirected to ->
                    WishCodec.write(
                            out.octet(41)
                                    .number(to.queue())
                                    .number(to.number())
                                    .text(to.localPart())
                                    .text(to.domain()),
                            to.wishes());
            case RecipientsHeld(long queue, var numbers, boolean held, long next) -> {
                out.octet(19).number(queue).number(numbers.size());
                numbers.forEach(out::number);
                out.flag(held).number(next);
            }
            case RecipientsLeased(long queue, var numbers, long node) -> {
                out.octet(23).number(queue).number(numbers.size());
                numbers.forEach(out::number);
                out.number(node);
            }
            case NodeEnded(long node) -> out.octet(24).number(node);
            case BlobMoved(long blob, Place place) -> place(out.octet(21).number(blob), place);
            case UidsVanished vanished -> vanished(out.octet(31), vanished);
            case BlobCounted(long blob, Place place, int references) ->
                    place(out.octet(34).number(blob), place).number(references);
            case RegisterSet(var rows) -> {
                out.octet(35).number(rows.size());
                rows.forEach(row -> register(out, row));
            }
            case RegisterExpired(long at) -> out.octet(36).number(at);
            case IdsGiven(int lastId, long lastUidValidity) ->
                    out.octet(33).number(lastId).number(lastUidValidity);
        }
    }

    private static void account(Packer out, AccountSet account) {
        out.number(account.account())
                .number(account.domain())
                .text(account.localPart())
                .flag(account.active())
                .text(account.secret().hash())
                .octets(account.secret().salt())
                .number(account.secret().iterations())
                .octets(account.secret().storedKey())
                .octets(account.secret().serverKey())
                .number(account.octetsLimit())
                .number(account.messagesLimit());
    }

    private static void counters(Packer out, Counters counters) {
        out.number(counters.uidNext())
                .number(counters.modSeq())
                .number(counters.exists())
                .number(counters.unseen())
                .number(counters.deleted())
                .number(counters.octets());
    }

    private static Packer place(Packer out, Place place) {
        return out.number(place.position()).number(place.headLength()).number(place.size());
    }

    static Place place(Unpacker in) {
        return new Place(in.number(), in.small(), in.number());
    }

    private static void message(Packer out, MessageRow row) {
        out.number(row.uid())
                .number(row.modSeq())
                .number(row.flags())
                .number(row.keywords())
                .number(row.date())
                .number(row.blob());
        place(out, row.place());
    }

    private static void savedMessage(Packer out, MessageRow row) {
        message(out, row);
        out.number(row.saved());
    }

    static MessageRow savedMessage(Unpacker in) {
        var row = message(in);
        return new MessageRow(
                row.uid(),
                row.modSeq(),
                row.flags(),
                row.keywords(),
                row.date(),
                row.blob(),
                row.place(),
                in.number());
    }

    static MessageRow message(Unpacker in) {
        long uid = in.number();
        long modSeq = in.number();
        int flags = in.small();
        long keywords = in.number();
        long date = in.number();
        return new MessageRow(uid, modSeq, flags, keywords, date, in.number(), place(in), date);
    }

    static FlagRow flags(Unpacker in) {
        return new FlagRow(in.number(), in.small(), in.number());
    }

    private static void expunged(Packer out, Expunged expunged) {
        out.number(expunged.mailbox()).number(expunged.modSeq()).number(expunged.uids().length);
        for (int i = 0; i < expunged.uids().length; i++) {
            out.number(expunged.uids()[i]).number(expunged.blobs()[i]);
        }
    }

    static Expunged expunged(Unpacker in) {
        int mailbox = in.small();
        long modSeq = in.number();
        var rows = in.list(() -> new long[] {in.number(), in.number()});
        return new Expunged(
                mailbox,
                modSeq,
                rows.stream().mapToLong(row -> row[0]).toArray(),
                rows.stream().mapToLong(row -> row[1]).toArray());
    }

    private static void kept(Packer out, MessagesKept kept) {
        out.number(kept.account()).text(kept.mailbox()).number(kept.at());
        out.number(kept.words().size());
        kept.words().forEach(out::text);
        out.number(kept.messages().size());
        for (KeptRow row : kept.messages()) {
            out.number(row.id())
                    .number(row.uid())
                    .number(row.flags())
                    .number(row.keywords())
                    .number(row.date())
                    .number(row.blob());
        }
    }

    static KeptRow kept(Unpacker in) {
        return new KeptRow(
                in.number(), in.number(), in.small(), in.number(), in.number(), in.number());
    }

    private static void dropped(Packer out, KeptDropped dropped) {
        out.number(dropped.account()).number(dropped.ids().length);
        for (int i = 0; i < dropped.ids().length; i++) {
            out.number(dropped.ids()[i]).number(dropped.blobs()[i]);
        }
    }

    static KeptDropped dropped(Unpacker in) {
        int account = in.small();
        var rows = in.list(() -> new long[] {in.number(), in.number()});
        return new KeptDropped(
                account,
                rows.stream().mapToLong(row -> row[0]).toArray(),
                rows.stream().mapToLong(row -> row[1]).toArray());
    }

    private static void vanished(Packer out, UidsVanished vanished) {
        out.number(vanished.mailbox()).number(vanished.modSeq()).number(vanished.bounds().length);
        for (long bound : vanished.bounds()) {
            out.number(bound);
        }
    }

    static UidsVanished vanished(Unpacker in) {
        int mailbox = in.small();
        long modSeq = in.number();
        var bounds = in.list(in::number);
        return new UidsVanished(
                mailbox, modSeq, bounds.stream().mapToLong(Long::longValue).toArray());
    }

    private static void register(Packer out, RegisterRow row) {
        out.number(row.owner())
                .text(row.kind())
                .text(row.key())
                .flag(row.there())
                .number(row.expires())
                .octets(row.octets());
    }

    static RegisterRow register(Unpacker in) {
        return new RegisterRow(
                in.small(), in.text(), in.text(), in.flag(), in.number(), in.octets());
    }

    private static void queued(Packer out, QueuedMail mail) {
        place(out.number(mail.id()), mail.place());
        out.number(mail.skip())
                .text(mail.senderLocalPart())
                .text(mail.senderDomain())
                .number(mail.queued())
                .flag(mail.eightBit())
                .flag(mail.international());
        WishCodec.write(out, mail.along());
        out.number(mail.recipients().size());
        for (Recipient recipient : mail.recipients()) {
            out.number(recipient.number())
                    .text(recipient.localPart())
                    .text(recipient.domain())
                    .number(recipient.attempts())
                    .number(recipient.nextAttempt())
                    .flag(recipient.held())
                    .flag(recipient.delayReported())
                    .text(recipient.lastReply());
            WishCodec.write(out, recipient.wishes());
        }
    }

    static QueuedMail queued(Unpacker in) {
        return queued(in, true);
    }

    /// As it was before anything went along.
    static QueuedMail queuedPlainly(Unpacker in) {
        return queued(in, false);
    }

    private static QueuedMail queued(Unpacker in, boolean wishes) {
        return new QueuedMail(
                in.number(),
                place(in),
                in.small(),
                in.text(),
                in.text(),
                in.number(),
                in.flag(),
                in.flag(),
                wishes ? WishCodec.along(in) : Along.NOTHING,
                in.list(() ->
                        new Recipient(
                                in.small(),
                                in.text(),
                                in.text(),
                                in.small(),
                                in.number(),
                                in.flag(),
                                in.flag(),
                                in.text(),
                                wishes ? WishCodec.recipient(in) : RecipientWishes.NONE)));
    }
}
