package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.AccountUsed;
import dev.jebi.mailstore.change.Change.BlobCounted;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.Change.MailboxCounted;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.Change.MessagesKept;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mailstore.index.StateSink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// What a whole state comes to: a sum over everything in it, and for each mailbox a sum of its
/// messages with their UIDs, mod-sequences, flags, keywords, dates, octets and sizes. Two states
/// with the same sums are the same. For one thread.
final class Tally implements StateSink {
    /// Sums of one mailbox's messages.
    record Messages(long count, long octets, long sum) {
        static final Messages NONE = new Messages(0, 0, 0);

        Messages with(MessageRow row, long rowSum) {
            return new Messages(count + 1, octets + row.place().size(), sum + rowSum);
        }
    }

    private final Map<Integer, Messages> mailboxes = new TreeMap<>();
    private final Map<Integer, Counters> counters = new TreeMap<>();
    private final Map<Integer, Integer> owners = new TreeMap<>();
    private final Map<Integer, AccountUsed> used = new TreeMap<>();
    private final Map<String, Long> sums = new TreeMap<>();
    private long accounts;
    private long queued;
    private long kept;
    private long blobs;
    private long blobOctets;

    @Override
    public void begin(long appliedLsn) {
        // the position is not of the state
    }

    @Override
    public void changes(List<Change> changes) {
        changes.forEach(this::take);
    }

    private void take(Change change) {
        if (change instanceof MessagesAdded(int mailbox, var rows)) {
            var messages = mailboxes.getOrDefault(mailbox, Messages.NONE);
            for (MessageRow row : rows) {
                messages = messages.with(row, sum(new MessagesAdded(mailbox, List.of(row))));
            }
            mailboxes.put(mailbox, messages);
            return;
        }
        sums.merge(change.getClass().getSimpleName(), sum(change), Long::sum);
        if (change instanceof MailboxCreated created) {
            owners.put(created.mailbox(), created.account());
        } else if (change instanceof MailboxCounted(int mailbox, var now)) {
            counters.put(mailbox, now);
        } else if (change instanceof AccountUsed use) {
            used.put(use.account(), use);
        } else if (change instanceof AccountSet) {
            accounts++;
        } else if (change instanceof MailQueued(var mail)) {
            queued += mail.recipients().size();
        } else if (change instanceof MessagesKept) {
            kept++;
        } else if (change instanceof BlobCounted(_, var place, _)) {
            blobs++;
            blobOctets += place.headLength() + place.size();
        }
    }

    /// 64 bits of a change's encoding.
    private static long sum(Change change) {
        ByteBuffer octets = ChangeCodec.encode(List.of(change));
        var one = new CRC32C();
        one.update(octets.duplicate());
        var other = new CRC32();
        other.update(octets.duplicate());
        return one.getValue() << Integer.SIZE | other.getValue();
    }

    long accounts() {
        return accounts;
    }

    int mailboxes() {
        return owners.size();
    }

    long messages() {
        return mailboxes.values().stream().mapToLong(Messages::count).sum();
    }

    long queued() {
        return queued;
    }

    long kept() {
        return kept;
    }

    long blobs() {
        return blobs;
    }

    long blobOctets() {
        return blobOctets;
    }

    /// Where another state differs, in sentences.
    List<String> differences(Tally other) {
        var found = new ArrayList<String>();
        var ids = new TreeSet<>(mailboxes.keySet());
        ids.addAll(other.mailboxes.keySet());
        for (int id : ids) {
            var here = mailboxes.getOrDefault(id, Messages.NONE);
            var there = other.mailboxes.getOrDefault(id, Messages.NONE);
            if (!here.equals(there)) {
                found.add(
                        "mailbox "
                                + id
                                + ": "
                                + here.count()
                                + " messages of "
                                + here.octets()
                                + " octets became "
                                + there.count()
                                + " of "
                                + there.octets());
            }
        }
        var names = new TreeSet<>(sums.keySet());
        names.addAll(other.sums.keySet());
        for (String name : names) {
            if (!sums.getOrDefault(name, 0L).equals(other.sums.getOrDefault(name, 0L))) {
                found.add("the sum over all " + name + " is another");
            }
        }
        return found;
    }

    /// Where this state contradicts itself: counters and quotas against the messages.
    List<String> contradictions() {
        var found = new ArrayList<String>();
        var octets = new TreeMap<Integer, Long>();
        var messages = new TreeMap<Integer, Long>();
        owners.forEach((mailbox, account) -> {
            var real = mailboxes.getOrDefault(mailbox, Messages.NONE);
            var said = counters.getOrDefault(mailbox, Counters.NEW);
            if (said.exists() != real.count() || said.octets() != real.octets()) {
                found.add("mailbox " + mailbox + " says it has " + said + ", but has " + real);
            }
            octets.merge(account, real.octets(), Long::sum);
            messages.merge(account, real.count(), Long::sum);
        });
        used.forEach((account, use) -> {
            if (use.octets() != octets.getOrDefault(account, 0L)
                    || use.messages() != messages.getOrDefault(account, 0L)) {
                found.add("account " + account + " uses another quota than its messages take");
            }
        });
        return found;
    }
}
