package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.RecipientDeferred;
import dev.jebi.mailstore.change.Change.RecipientGone;
import dev.jebi.mailstore.change.Change.RecipientRedirected;
import dev.jebi.mailstore.change.Change.RecipientsHeld;
import dev.jebi.mailstore.change.Change.RecipientsLeased;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.mailstore.change.WishCodec;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The outbound queue in a batch: mail that comes and goes within it is never written.
final class QueueRows {
    private final Connection connection;
    private final BlobRows blobs;
    private final Map<Long, QueuedMail> fresh = new TreeMap<>();
    private final Map<Long, TreeMap<Integer, Recipient>> freshRecipients = new TreeMap<>();
    private final Map<Leased, Long> freshLeases = new HashMap<>();
    private final Set<Long> maybeEmpty = new HashSet<>();

    private record Leased(long queue, int number) {}

    QueueRows(Connection connection, BlobRows blobs) {
        this.connection = connection;
        this.blobs = blobs;
    }

    void queued(QueuedMail mail) {
        fresh.put(mail.id(), mail);
        var recipients = new TreeMap<Integer, Recipient>();
        mail.recipients().forEach(recipient -> recipients.put(recipient.number(), recipient));
        freshRecipients.put(mail.id(), recipients);
        blobs.refer(mail.id(), 1);
    }

    void deferred(RecipientDeferred to) throws SQLException {
        freshLeases.remove(new Leased(to.queue(), to.number()));
        if (!change(
                to.queue(),
                to.number(),
                r ->
                        new Recipient(
                                r.number(),
                                r.localPart(),
                                r.domain(),
                                to.attempts(),
                                to.nextAttempt(),
                                r.held(),
                                to.delayReported(),
                                to.lastReply(),
                                r.wishes()))) {
            Sql.update(
                    connection,
                    """
                    update queue_recipient set attempts = ?, next_attempt = ?, delay_reported = ?,
                        last_reply = ?, lease = 0
                    where queue_id = ? and number = ?
                    """,
                    to.attempts(),
                    to.nextAttempt(),
                    to.delayReported(),
                    to.lastReply(),
                    to.queue(),
                    to.number());
        }
    }

    void held(RecipientsHeld to) throws SQLException {
        for (int number : to.numbers()) {
            if (!change(
                    to.queue(),
                    number,
                    r ->
                            new Recipient(
                                    r.number(),
                                    r.localPart(),
                                    r.domain(),
                                    r.attempts(),
                                    to.nextAttempt(),
                                    to.held(),
                                    r.delayReported(),
                                    r.lastReply(),
                                    r.wishes()))) {
                Sql.update(
                        connection,
                        """
                        update queue_recipient set held = ?, next_attempt = ?
                        where queue_id = ? and number = ?
                        """,
                        to.held(),
                        to.nextAttempt(),
                        to.queue(),
                        number);
            }
        }
    }

    void redirected(RecipientRedirected to) throws SQLException {
        if (!change(
                to.queue(),
                to.number(),
                r ->
                        new Recipient(
                                r.number(),
                                to.localPart(),
                                to.domain(),
                                r.attempts(),
                                r.nextAttempt(),
                                r.held(),
                                r.delayReported(),
                                r.lastReply(),
                                to.wishes()))) {
            Sql.update(
                    connection,
                    """
                    update queue_recipient set localpart = ?, domain = ?, wishes = ?
                    where queue_id = ? and number = ?
                    """,
                    to.localPart(),
                    to.domain(),
                    WishCodec.octets(to.wishes()),
                    to.queue(),
                    to.number());
        }
    }

    void leased(RecipientsLeased to) throws SQLException {
        for (int number : to.numbers()) {
            if (freshRecipients.containsKey(to.queue())) {
                freshLeases.put(new Leased(to.queue(), number), to.node());
            } else {
                Sql.update(
                        connection,
                        "update queue_recipient set lease = ? where queue_id = ? and number = ?",
                        to.node(),
                        to.queue(),
                        number);
            }
        }
    }

    void ended(long node) throws SQLException {
        freshLeases.values().removeIf(lease -> lease == node);
        Sql.update(connection, "update queue_recipient set lease = 0 where lease = ?", node);
    }

    private boolean change(long queue, int number, UnaryOperator<Recipient> how) {
        var recipients = freshRecipients.get(queue);
        if (recipients == null) {
            return false;
        }
        recipients.computeIfPresent(number, (_, recipient) -> how.apply(recipient));
        return true;
    }

    void gone(RecipientGone gone) throws SQLException {
        var recipients = freshRecipients.get(gone.queue());
        if (recipients != null) {
            recipients.remove(gone.number());
            if (recipients.isEmpty() && fresh.remove(gone.queue()) != null) {
                freshRecipients.remove(gone.queue());
                blobs.refer(gone.queue(), -1);
            }
            return;
        }
        Sql.update(
                connection,
                "delete from queue_recipient where queue_id = ? and number = ?",
                gone.queue(),
                gone.number());
        maybeEmpty.add(gone.queue());
    }

    void write() throws SQLException {
        for (long queue : maybeEmpty) {
            int left =
                    Sql.update(
                            connection,
                            """
                            delete from queue where id = ? and not exists
                                (select 1 from queue_recipient where queue_id = ?)
                            """,
                            queue,
                            queue);
            if (left > 0) {
                blobs.refer(queue, -1);
            }
        }
        try (var mails = new Sql(connection, "insert into queue values (?, ?, ?, ?, ?, ?, ?, ?)");
                var recipients =
                        new Sql(
                                connection,
                                "insert into queue_recipient values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                        + " ?, ?)")) {
            for (QueuedMail mail : fresh.values()) {
                mails.row(
                        mail.id(),
                        mail.skip(),
                        mail.senderLocalPart(),
                        mail.senderDomain(),
                        mail.queued(),
                        mail.eightBit(),
                        mail.international(),
                        WishCodec.octets(mail.along()));
                var waiting = freshRecipients.getOrDefault(mail.id(), new TreeMap<>());
                for (Recipient recipient : waiting.values()) {
                    recipients.row(
                            mail.id(),
                            recipient.number(),
                            recipient.localPart(),
                            recipient.domain(),
                            recipient.attempts(),
                            recipient.nextAttempt(),
                            recipient.held(),
                            recipient.delayReported(),
                            recipient.lastReply(),
                            freshLeases.getOrDefault(new Leased(mail.id(), recipient.number()), 0L),
                            WishCodec.octets(recipient.wishes()));
                }
            }
            mails.finish();
            recipients.finish();
        }
    }
}
