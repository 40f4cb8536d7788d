package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;
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
import dev.jebi.mailstore.change.Counters;
import dev.jebi.mailstore.change.FlagRow;
import dev.jebi.mailstore.change.MessageRow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The changes of many records, on their way into one transaction. What is rare is written as it
/// comes; messages, counters and use, of which there are many, are brought to their last state
/// first: a message that comes and goes in one batch is never written.
public final class IndexBatch {
    private final Connection connection;
    private final BlobRows blobs;
    private final QueueRows queue;
    private final KeptRows kept;
    private final RegisterRows register;
    private final ExpungedRows expunges;
    private final TreeMap<Long, MessageRow> added = new TreeMap<>();
    private final TreeMap<Long, FlagsAt> flagged = new TreeMap<>();
    private final TreeSet<Long> gone = new TreeSet<>();
    private final Map<Integer, Counters> counters = new TreeMap<>();
    private final Map<Integer, AccountUsed> used = new HashMap<>();
    private int lastId;
    private long lastUidValidity;

    private record FlagsAt(long modSeq, FlagRow row) {}

    /// Writes to a connection, whose transaction is the caller's.
    public IndexBatch(Connection connection) {
        this(connection, new BlobRows(connection, true));
    }

    private IndexBatch(Connection connection, BlobRows blobs) {
        this.connection = connection;
        this.blobs = blobs;
        this.queue = new QueueRows(connection, blobs);
        this.kept = new KeptRows(connection, blobs);
        this.register = new RegisterRows(connection);
        this.expunges = new ExpungedRows(connection);
    }

    /// For what a snapshot holds, which counts the references itself.
    public static IndexBatch ofSnapshot(Connection connection) {
        return new IndexBatch(connection, new BlobRows(connection, false));
    }

    /// Takes the next change.
    @SuppressWarnings("checkstyle:MethodLength") // a switch that only dispatches
    public void take(Change change) throws SQLException {
        switch (change) {
            case DomainAdded(int domain, String name) -> {
                lastId = Math.max(lastId, domain);
                update("insert into domain (id, name) values (?, ?)", domain, name);
            }
            case DomainRemoved(int domain) -> update("delete from domain where id = ?", domain);
            case AccountSet account -> set(account);
            case AccountRemoved(int account) -> {
                used.remove(account);
                kept.removed(account);
                register.removed(account);
                update("delete from subscription where account_id = ?", account);
                update("delete from account where id = ?", account);
            }
            case AccountPlaced(String address, int shard) -> place(address, shard);
            case AccountUsed use -> used.put(use.account(), use);
            case AccountWarned(int account, int level) ->
                    update("update account set warned = ? where id = ?", level, account);
            case MessagesKept messages -> kept.kept(messages);
            case KeptDropped dropped -> kept.dropped(dropped);
            case RegisterSet(var rows) -> register.set(rows);
            case RegisterExpired(long at) -> register.expired(at);
            case KeptCounted now -> kept.counted(now);
            case MailboxCreated created -> create(created);
            case MailboxRenamed(int mailbox, String name) ->
                    update("update mailbox set name = ? where id = ?", name, mailbox);
            case UidValidityRaised(int mailbox, long uidValidity) -> {
                lastUidValidity = Math.max(lastUidValidity, uidValidity);
                update("update mailbox set uidvalidity = ? where id = ?", uidValidity, mailbox);
            }
            case Subscribed(int account, String name, boolean subscribed) ->
                    subscribe(account, name, subscribed);
            case MailboxDeleted(int mailbox) -> delete(mailbox);
            case KeywordsAdded(int mailbox, int first, var words) -> {
                for (int i = 0; i < words.size(); i++) {
                    update(
                            "insert into keyword (mailbox_id, bit, word) values (?, ?, ?)",
                            mailbox,
                            first + i,
                            words.get(i));
                }
            }
            case MailboxCounted(int mailbox, Counters now) -> counters.put(mailbox, now);
            case BlobStored(long blob, var place) -> blobs.stored(blob, place);
            case MessagesAdded(int mailbox, var messages) -> add(mailbox, messages);
            case FlagsChanged(int mailbox, long modSeq, var messages) ->
                    flag(mailbox, modSeq, messages);
            case Expunged expunged -> expunge(expunged);
            case MailQueued(var mail) -> queue.queued(mail);
            case RecipientDeferred deferred -> queue.deferred(deferred);
            case RecipientGone goneOne -> queue.gone(goneOne);
            case RecipientsHeld held -> queue.held(held);
            case RecipientRedirected to -> queue.redirected(to);
            case RecipientsLeased leased -> queue.leased(leased);
            case NodeEnded(long node) -> queue.ended(node);
            case BlobMoved(long blob, var place) -> blobs.moved(blob, place);
            case BlobCounted(long blob, var place, int references) ->
                    blobs.counted(blob, place, references);
            case UidsVanished uids -> expunges.add(uids);
            case IdsGiven(int id, long uidValidity) -> {
                lastId = Math.max(lastId, id);
                lastUidValidity = Math.max(lastUidValidity, uidValidity);
            }
        }
    }

    private void add(int mailbox, List<MessageRow> messages) {
        for (MessageRow row : messages) {
            added.put(Keys.key(mailbox, row.uid()), row);
            blobs.refer(row.blob(), 1);
        }
    }

    private void flag(int mailbox, long modSeq, List<FlagRow> messages) {
        for (FlagRow row : messages) {
            long key = Keys.key(mailbox, row.uid());
            if (added.computeIfPresent(key, (_, old) -> flagged(old, modSeq, row)) == null) {
                flagged.put(key, new FlagsAt(modSeq, row));
            }
        }
    }

    private static MessageRow flagged(MessageRow old, long modSeq, FlagRow row) {
        return old.flagged(modSeq, row.flags(), row.keywords());
    }

    private void expunge(Expunged expunged) {
        expunges.add(expunged);
        for (int i = 0; i < expunged.uids().length; i++) {
            long key = Keys.key(expunged.mailbox(), expunged.uids()[i]);
            blobs.refer(expunged.blobs()[i], -1);
            flagged.remove(key);
            if (added.remove(key) == null) {
                gone.add(key);
            }
        }
    }

    private void delete(int mailbox) throws SQLException {
        var unwritten = added.subMap(Keys.first(mailbox), true, Keys.last(mailbox), true);
        unwritten.values().forEach(row -> blobs.refer(row.blob(), -1));
        unwritten.clear();
        flagged.subMap(Keys.first(mailbox), true, Keys.last(mailbox), true).clear();
        // of what this batch has expunged already the reference is given back already
        var already = gone.subSet(Keys.first(mailbox), true, Keys.last(mailbox), true);
        try (var statement =
                connection.prepareStatement(
                        "select k, blob_id from message where k between ? and ?")) {
            statement.setLong(1, Keys.first(mailbox));
            statement.setLong(2, Keys.last(mailbox));
            var rows = statement.executeQuery();
            while (rows.next()) {
                if (!already.contains(rows.getLong(1))) {
                    blobs.refer(rows.getLong(2), -1);
                }
            }
        }
        already.clear();
        expunges.deleted(mailbox);
        counters.remove(mailbox);
        update(
                "delete from message where k between ? and ?",
                Keys.first(mailbox),
                Keys.last(mailbox));
        update("delete from keyword where mailbox_id = ?", mailbox);
        update("delete from mailbox where id = ?", mailbox);
    }

    private void place(String address, int shard) throws SQLException {
        update(
                "delete from placement where address_hash = ? and address = ?",
                address.hashCode(),
                address);
        if (shard >= 0) {
            update(
                    "insert into placement (address_hash, address, shard) values (?, ?, ?)",
                    address.hashCode(),
                    address,
                    shard);
        }
    }

    private void create(MailboxCreated created) throws SQLException {
        lastId = Math.max(lastId, created.mailbox());
        lastUidValidity = Math.max(lastUidValidity, created.uidValidity());
        update(
                """
                insert into mailbox (id, account_id, name, uidvalidity, special_use, uidnext,
                    highestmodseq, messages, unseen, deleted, octets)
                values (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)
                """,
                created.mailbox(),
                created.account(),
                created.name(),
                created.uidValidity(),
                created.specialUse(),
                Counters.NEW.uidNext(),
                Counters.NEW.modSeq());
        if (created.subscribed()) {
            subscribe(created.account(), created.name(), true);
        }
    }

    private void subscribe(int account, String name, boolean subscribed) throws SQLException {
        update(
                "delete from subscription where account_id = ? and name_hash = ? and name = ?",
                account,
                name.hashCode(),
                name);
        if (subscribed) {
            update(
                    "insert into subscription (account_id, name_hash, name) values (?, ?, ?)",
                    account,
                    name.hashCode(),
                    name);
        }
    }

    private void set(AccountSet account) throws SQLException {
        lastId = Math.max(lastId, account.account());
        var secret = account.secret();
        int there =
                update(
                        """
                        update account set active = ?, password = ?, scram_salt = ?,
                            scram_iterations = ?, scram_stored_key = ?, scram_server_key = ?,
                            quota_octets = ?, quota_messages = ?
                        where id = ?
                        """,
                        account.active(),
                        secret.hash(),
                        secret.salt(),
                        secret.iterations(),
                        secret.storedKey(),
                        secret.serverKey(),
                        account.octetsLimit(),
                        account.messagesLimit(),
                        account.account());
        if (there == 0) {
            update(
                    """
                    insert into account (id, domain_id, localpart, active, password, scram_salt,
                        scram_iterations, scram_stored_key, scram_server_key, quota_octets,
                        quota_messages, used_octets, used_messages, kept_octets, kept_messages,
                        warned)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)
                    """,
                    account.account(),
                    account.domain(),
                    account.localPart(),
                    account.active(),
                    secret.hash(),
                    secret.salt(),
                    secret.iterations(),
                    secret.storedKey(),
                    secret.serverKey(),
                    account.octetsLimit(),
                    account.messagesLimit());
        }
    }

    /// How often a message's octets may have lost their last reference, once it is written.
    long dropped() {
        return blobs.dropped();
    }

    private int update(String sql, Object... values) throws SQLException {
        return Sql.update(connection, sql, values);
    }

    /// Writes what has been gathered, and the position that is applied then.
    public void write(long lsn) throws SQLException {
        try (var sql = new Sql(connection, "delete from message where k = ?")) {
            for (long key : gone) {
                sql.row(key);
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        "update message set modseq = ?, flags = ?, keywords = ? where k = ?")) {
            for (var entry : flagged.entrySet()) {
                var row = entry.getValue().row();
                sql.row(entry.getValue().modSeq(), row.flags(), row.keywords(), entry.getKey());
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        """
                        insert into message
                            (k, modseq, flags, keywords, internal_date, blob_id, saved_date)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (var entry : added.entrySet()) {
                var row = entry.getValue();
                sql.row(
                        entry.getKey(),
                        row.modSeq(),
                        row.flags(),
                        row.keywords(),
                        row.date(),
                        row.blob(),
                        row.saved() == row.date() ? 0L : row.saved());
            }
            sql.finish();
        }
        expunges.write();
        writeCounters();
        queue.write();
        kept.write();
        register.write();
        blobs.write();
        update(
                """
                update store_state set applied_lsn = ?, last_id = greatest(last_id, ?),
                    last_uidvalidity = greatest(last_uidvalidity, ?)
                """,
                lsn,
                lastId,
                lastUidValidity);
    }

    private void writeCounters() throws SQLException {
        try (var sql =
                new Sql(
                        connection,
                        """
                        update mailbox set uidnext = ?, highestmodseq = ?, messages = ?,
                            unseen = ?, deleted = ?, octets = ?
                        where id = ?
                        """)) {
            for (var entry : counters.entrySet()) {
                var now = entry.getValue();
                sql.row(
                        now.uidNext(),
                        now.modSeq(),
                        now.exists(),
                        now.unseen(),
                        now.deleted(),
                        now.octets(),
                        entry.getKey());
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        "update account set used_octets = ?, used_messages = ? where id = ?")) {
            for (AccountUsed use : used.values()) {
                sql.row(use.octets(), use.messages(), use.account());
            }
            sql.finish();
        }
    }
}
