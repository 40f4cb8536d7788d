package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.smtp.RecipientWishes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The outbound queue in memory: what the durable records have made of it, in the order in which
/// entries are due, and who is leased. Safe for use by several threads.
final class QueueState {
    private static final MailLane[] LANES = MailLane.values();
    private static final Comparator<Waiting> ORDER =
            Comparator.comparingLong((Waiting w) -> w.next)
                    .thenComparingLong(w -> w.mail.row.id())
                    .thenComparingInt(w -> w.number);

    final Bell bell;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Mail> mails = new TreeMap<>();

    /// Entries that are neither leased nor held.
    private final EnumMap<MailLane, TreeSet<Waiting>> due = new EnumMap<>(MailLane.class);

    /// The number of this node.
    private volatile LongSupplier node = () -> -1;

    /// Nodes that have ended; none comes back under its number.
    private final Set<Long> ended = new HashSet<>();

    QueueState(Executor ringer) {
        this.bell = new Bell(ringer);
        for (MailLane lane : MailLane.values()) {
            due.put(lane, new TreeSet<>(ORDER));
        }
    }

    void node(LongSupplier now) {
        node = now;
    }

    private static final class Mail {
        private QueuedMail row;
        private final ReversePath reversePath;
        private final MailLane lane;
        private final TreeMap<Integer, Waiting> recipients = new TreeMap<>();

        Mail(QueuedMail row) {
            this.row = row;
            this.lane = LANES[Math.clamp(row.along().lane(), 0, LANES.length - 1)];
            this.reversePath =
                    row.senderDomain().isEmpty()
                            ? ReversePath.NULL
                            : ReversePath.of(
                                    new Address(
                                            row.senderLocalPart(), new Domain(row.senderDomain())));
            for (Recipient recipient : row.recipients()) {
                recipients.put(recipient.number(), new Waiting(this, recipient));
            }
        }

        void leased(int number, boolean here) {
            var waiting = recipients.get(number);
            if (waiting != null) {
                waiting.leased = here;
            }
        }
    }

    private static final class Waiting {
        private final Mail mail;
        private final int number;
        private Address recipient;
        private RecipientWishes wishes;
        private int attempts;
        private long next;
        private boolean held;
        private boolean delayReported;
        private String lastReply;

        /// Taken on this node.
        private boolean leased;

        /// The node that has it by the log, 0 for none.
        private long lease;

        Waiting(Mail mail, Recipient row) {
            this.mail = mail;
            this.number = row.number();
            this.recipient = new Address(row.localPart(), new Domain(row.domain()));
            this.attempts = row.attempts();
            this.next = row.nextAttempt();
            this.held = row.held();
            this.delayReported = row.delayReported();
            this.lastReply = row.lastReply();
            this.wishes = row.wishes();
        }

        Entry entry() {
            var row = mail.row;
            return new Entry(
                    new QueueId(row.id()),
                    number,
                    recipient,
                    mail.reversePath,
                    Instant.ofEpochMilli(row.queued()),
                    attempts,
                    Instant.ofEpochMilli(next),
                    held,
                    row.eightBit(),
                    row.international(),
                    delayReported,
                    row.place().size() - row.skip(),
                    lastReply,
                    new Particulars(row.along().wishes(), wishes, mail.lane, row.along().trace()));
        }
    }

    private interface Act<T> {
        T run();
    }

    private <T> T locked(Act<T> act) {
        lock.lock();
        try {
            return act.run();
        } finally {
            lock.unlock();
        }
    }

    /// What this node has by the log and nobody works at, it may take again: the answer to a claim
    /// got lost.
    private static boolean mayLease(Waiting waiting, long node) {
        return waiting.lease == 0 || waiting.lease == node;
    }

    private void schedule(Waiting waiting) {
        if (!waiting.leased && mayLease(waiting, node.getAsLong()) && !waiting.held) {
            of(waiting).add(waiting);
        }
    }

    private TreeSet<Waiting> of(Waiting waiting) {
        return due.computeIfAbsent(waiting.mail.lane, _ -> new TreeSet<>(ORDER));
    }

    void queued(QueuedMail row) {
        locked(() -> {
            var mail = new Mail(row);
            mails.put(row.id(), mail);
            mail.recipients.values().forEach(this::schedule);
            return true;
        });
        bell.ring();
    }

    /// The octets of a message stand elsewhere now.
    void moved(long queue, Place place) {
        locked(() -> {
            var mail = mails.get(queue);
            if (mail != null) {
                mail.row = mail.row.at(place);
            }
            return true;
        });
    }

    void deferred(RecipientDeferred to) {
        locked(() ->
                change(
                        to.queue(),
                        to.number(),
                        waiting -> {
                            waiting.attempts = to.attempts();
                            waiting.next = to.nextAttempt();
                            waiting.delayReported = to.delayReported();
                            waiting.lastReply = to.lastReply();
                            waiting.leased = false;
                            waiting.lease = 0;
                        }));
        bell.ring();
    }

    void held(RecipientsHeld to) {
        locked(() -> {
            for (int number : to.numbers()) {
                change(
                        to.queue(),
                        number,
                        waiting -> {
                            waiting.held = to.held();
                            waiting.next = to.nextAttempt();
                        });
            }
            return true;
        });
        bell.ring();
    }

    void redirected(RecipientRedirected to) {
        locked(() ->
                change(
                        to.queue(),
                        to.number(),
                        waiting -> {
                            waiting.recipient =
                                    new Address(to.localPart(), new Domain(to.domain()));
                            waiting.wishes = to.wishes();
                        }));
        bell.ring();
    }

    void leased(RecipientsLeased to) {
        locked(() -> {
            for (int number : to.numbers()) {
                change(to.queue(), number, waiting -> waiting.lease = to.node());
            }
            return true;
        });
    }

    /// Takes what the queue is now in place of what it was; what this node works at stays its own.
    void reload(List<QueuedMail> rows, List<RecipientsLeased> leases) {
        locked(() -> {
            var before = new TreeMap<>(mails);
            mails.clear();
            due.values().forEach(TreeSet::clear);
            for (QueuedMail row : rows) {
                var mail = new Mail(row);
                var old = before.get(row.id());
                if (old != null) {
                    old.recipients.forEach(
                            (number, waiting) -> mail.leased(number, waiting.leased));
                }
                mails.put(row.id(), mail);
            }
            for (RecipientsLeased of : leases) {
                leased(of);
            }
            mails.values().forEach(mail -> mail.recipients.values().forEach(this::schedule));
            return true;
        });
        bell.ring();
    }

    /// All that the node had is anybody's again.
    void ended(long node) {
        locked(() -> {
            ended.add(node);
            for (Mail mail : mails.values()) {
                for (Waiting waiting : mail.recipients.values()) {
                    if (waiting.lease == node) {
                        of(waiting).remove(waiting);
                        waiting.lease = 0;
                        waiting.leased = false;
                        schedule(waiting);
                    }
                }
            }
            return true;
        });
        bell.ring();
    }

    /// Whether a node may lease these, which this node has taken: nobody else has, and the others
    /// do not take it for dead.
    boolean free(Entry entry, long node) {
        return locked(() ->
                find(entry).map(waiting -> mayLease(waiting, node)).orElse(false)
                        && !ended.contains(node));
    }

    /// Whether the node has anything by the log.
    boolean hasAny(long lessee) {
        return locked(() ->
                mails.values().stream()
                        .flatMap(mail -> mail.recipients.values().stream())
                        .anyMatch(waiting -> waiting.lease == lessee));
    }

    /// Whether the node has it by the log.
    boolean has(Entry entry, long node) {
        return locked(() -> find(entry).map(waiting -> waiting.lease == node).orElse(false));
    }

    /// What a claimed entry is now; empty when it is gone.
    Optional<Entry> now(Entry claimed) {
        return locked(() -> find(claimed).map(Waiting::entry));
    }

    private Optional<Waiting> find(Entry entry) {
        var mail = mails.get(entry.id().value());
        return Optional.ofNullable(mail == null ? null : mail.recipients.get(entry.number()));
    }

    /// Gives back what this node has taken.
    void giveBack(List<Entry> entries) {
        locked(() -> {
            for (Entry entry : entries) {
                change(entry.id().value(), entry.number(), waiting -> waiting.leased = false);
            }
            return true;
        });
    }

    void gone(long queue, int number) {
        locked(() -> {
            var mail = mails.get(queue);
            var waiting = mail == null ? null : mail.recipients.remove(number);
            if (waiting != null) {
                of(waiting).remove(waiting);
                if (waiting.mail.recipients.isEmpty()) {
                    mails.remove(queue);
                }
            }
            return true;
        });
    }

    private interface Alter {
        void on(Waiting waiting);
    }

    private boolean change(long queue, int number, Alter how) {
        var mail = mails.get(queue);
        var waiting = mail == null ? null : mail.recipients.get(number);
        if (waiting == null) {
            return false;
        }
        of(waiting).remove(waiting);
        how.on(waiting);
        schedule(waiting);
        return true;
    }

    /// Leases what is due.
    List<Entry> claim(Instant now, int atMost) {
        return locked(() -> {
            var claimed = new ArrayList<Entry>();
            for (var lane : due.values()) {
                while (claimed.size() < atMost
                        && !lane.isEmpty()
                        && lane.first().next <= now.toEpochMilli()) {
                    var waiting = lane.removeFirst();
                    waiting.leased = true;
                    claimed.add(waiting.entry());
                }
            }
            return claimed;
        });
    }

    boolean there(long queue, int number) {
        return locked(() -> {
            var mail = mails.get(queue);
            return mail != null && mail.recipients.containsKey(number);
        });
    }

    Optional<Instant> nextDue() {
        return locked(() ->
                due.values().stream()
                        .filter(lane -> !lane.isEmpty())
                        .map(lane -> Instant.ofEpochMilli(lane.first().next))
                        .min(Comparator.naturalOrder()));
    }

    Optional<QueuedMail> mail(QueueId id) {
        return locked(() -> Optional.ofNullable(mails.get(id.value())).map(mail -> mail.row));
    }

    List<Entry> list(QueueChoice which) {
        return locked(() -> {
            var all = new ArrayList<Entry>();
            for (Mail mail : mails.values()) {
                if (which.id().isEmpty() || which.id().get().value() == mail.row.id()) {
                    mail.recipients.values().stream()
                            .map(Waiting::entry)
                            .filter(which::means)
                            .forEach(all::add);
                }
            }
            return all;
        });
    }
}
