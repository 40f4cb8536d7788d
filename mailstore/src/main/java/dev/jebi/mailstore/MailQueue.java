package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The outbound queue, one entry a recipient. Every change returns when it is durable. Safe for use
/// by several threads.
public interface MailQueue {
    /// A recipient that waits.
    ///
    /// @param lastReply what the last attempt came to, empty before the first
    /// @param delayReported whether the originator was told of the delay
    record Entry(
            QueueId id,
            int number,
            Address recipient,
            ReversePath reversePath,
            Instant queued,
            int attempts,
            Instant nextAttempt,
            boolean held,
            boolean eightBit,
            boolean international,
            boolean delayReported,
            long size,
            String lastReply,
            Particulars particulars) {
        /// An entry without particulars.
        @SuppressWarnings("checkstyle:ParameterNumber") // as many as the record has
        public Entry(
                QueueId id,
                int number,
                Address recipient,
                ReversePath reversePath,
                Instant queued,
                int attempts,
                Instant nextAttempt,
                boolean held,
                boolean eightBit,
                boolean international,
                boolean delayReported,
                long size,
                String lastReply) {
            this(
                    id,
                    number,
                    recipient,
                    reversePath,
                    queued,
                    attempts,
                    nextAttempt,
                    held,
                    eightBit,
                    international,
                    delayReported,
                    size,
                    lastReply,
                    Particulars.NONE);
        }

        /// What goes first when not all can go at once: the greatest.
        public int rank() {
            int lane = MailLane.values().length - particulars.lane().ordinal();
            return 100 * lane + particulars.wishes().priority();
        }
    }

    /// What goes along with an entry.
    ///
    /// @param wishes what is wished for the message
    /// @param recipient what is wished for the recipient
    /// @param trace the number of the message in trace fields and logs; empty where it has none
    record Particulars(
            DeliveryWishes wishes, RecipientWishes recipient, MailLane lane, String trace) {
        /// Nothing.
        public static final Particulars NONE =
                new Particulars(DeliveryWishes.NONE, RecipientWishes.NONE, MailLane.PERSON, "");
    }

    /// What an attempt came to, for one entry.
    sealed interface Settlement {
        /// The entry.
        Entry entry();

        /// Delivered: it leaves the queue.
        record Delivered(Entry entry, String reply) implements Settlement {}

        /// Deferred until then.
        record Deferred(Entry entry, Instant until, String reply, boolean delayReported)
                implements Settlement {}

        /// Failed for good: it leaves the queue.
        record Failed(Entry entry, String reply) implements Settlement {}
    }

    /// Takes entries that are due and not held, and leases them: nobody else is given them until
    /// they are settled. A restart ends all leases.
    List<Entry> claim(Instant now, int atMost);

    /// When the next entry that is neither leased nor held is due.
    Optional<Instant> nextDue();

    /// The content of a queued message, without Return-Path.
    Content content(QueueId id) throws IOException;

    /// Whether a claimed entry still waits, for the same recipient: nobody has removed or
    /// redirected it meanwhile.
    boolean waits(Entry entry);

    /// Settles claimed entries, and accepts the reports about them (DSNs), in one change. What was
    /// redirected meanwhile stays, due now: what was tried was another recipient. When it throws,
    /// nothing is settled and the entries stay leased: whoever has tried to deliver them must go on
    /// trying to settle, or they would be delivered twice.
    void settle(List<Settlement> settlements, List<Incoming> reports) throws IOException;

    /// Calls `onWork`, on some thread and briefly, when an entry may have become due.
    Watch watch(Runnable onWork);

    /// All entries, by id and number.
    List<Entry> list();

    /// Makes entries due now and ends their hold.
    ///
    /// @return how many
    int retry(QueueChoice which) throws IOException;

    /// Holds entries: no attempt until they are released.
    ///
    /// @return how many
    int hold(QueueChoice which) throws IOException;

    /// Ends the hold of entries, which are due now; what is not held stays as it is.
    ///
    /// @return how many
    int release(QueueChoice which) throws IOException;

    /// Sends entries to another recipient, from their next attempt on.
    ///
    /// @return how many
    int redirect(QueueChoice which, Address to) throws IOException;

    /// Removes entries, without a report.
    ///
    /// @return how many
    int remove(QueueChoice which) throws IOException;

    /// Makes one message, or all of them, due now, and ends their hold.
    default int retry(Optional<QueueId> only) throws IOException {
        return retry(only.map(QueueChoice::of).orElse(QueueChoice.ALL));
    }

    /// Holds one message.
    default int hold(QueueId id) throws IOException {
        return hold(QueueChoice.of(id));
    }

    /// Removes one message, without a report.
    default int remove(QueueId id) throws IOException {
        return remove(QueueChoice.of(id));
    }
}
