package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance.Accepted;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.cluster.Shard;
import dev.jebi.mailstore.search.SearchIndex;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A store whose accounts are spread over several databases: each account with all that it has
/// lives in one, which its id names. A message for accounts of several databases is accepted by one
/// after the other; when a later one fails, the sender is told to try again, and those of the
/// earlier ones get it twice. Safe for use by several threads.
final class ShardedStore implements MailStore {
    private final List<JournaledStore> shards;
    private final ShardedDirectory directory;
    private final ShardedQueue queue;
    private final AtomicInteger next = new AtomicInteger();

    private ShardedStore(List<JournaledStore> shards) {
        this.shards = List.copyOf(shards);
        this.directory = new ShardedDirectory(this.shards);
        this.queue = new ShardedQueue(this.shards, this);
    }

    /// Of databases that are open; the first is home: it knows the domains, and who lives where.
    static ShardedStore of(List<ClusterStore.Node> nodes) throws IOException {
        var home = nodes.getFirst().cluster();
        for (int i = 0; i < nodes.size(); i++) {
            home.admit(new Shard(i), nodes.get(i).cluster().database());
        }
        return new ShardedStore(nodes.stream().map(ClusterStore.Node::store).toList());
    }

    private JournaledStore of(AccountId account) {
        int number = Shard.ofId(account.value());
        return number < shards.size() ? shards.get(number) : shards.getFirst();
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public MailQueue queue() {
        return queue;
    }

    @Override
    public Acceptance accept(Incoming message) throws IOException {
        var parts = parts(message);
        Optional<QueueId> queued = Optional.empty();
        var overQuota = new HashSet<AccountId>();
        boolean taken = parts.isEmpty();
        for (var part : parts.entrySet()) {
            switch (shards.get(part.getKey()).accept(part.getValue())) {
                case Accepted(var id, var full) -> {
                    taken = true;
                    queued = queued.or(() -> id);
                    overQuota.addAll(full);
                }
                case Acceptance.OverQuota() ->
                        part.getValue().copies().forEach(copy -> overQuota.add(copy.account()));
                case Acceptance.NoRoom() -> {
                    return new Acceptance.NoRoom();
                }
            }
        }
        return taken ? new Accepted(queued, overQuota) : new Acceptance.OverQuota();
    }

    /// What concerns one database is one change there; the others follow, the message first.
    @Override
    public Acceptance accept(List<Incoming> together) throws IOException {
        Optional<QueueId> queued = Optional.empty();
        var overQuota = new HashSet<AccountId>();
        boolean taken = false;
        for (Incoming message : together) {
            switch (accept(message)) {
                case Accepted(var id, var full) -> {
                    taken = true;
                    queued = queued.or(() -> id);
                    overQuota.addAll(full);
                }
                case Acceptance.OverQuota() ->
                        message.copies().forEach(copy -> overQuota.add(copy.account()));
                case Acceptance.NoRoom() -> {
                    return new Acceptance.NoRoom();
                }
            }
        }
        return taken ? new Accepted(queued, overQuota) : new Acceptance.OverQuota();
    }

    /// What of a message goes where; what is relayed goes with a copy, so that it is one change.
    private TreeMap<Integer, Incoming> parts(Incoming message) {
        var copies = new TreeMap<Integer, List<LocalCopy>>();
        for (LocalCopy copy : message.copies()) {
            int shard = Shard.ofId(copy.account().value());
            copies.computeIfAbsent(shard, _ -> new ArrayList<>()).add(copy);
        }
        if (copies.isEmpty() && !message.relayed().isEmpty()) {
            copies.put(Math.floorMod(next.getAndIncrement(), shards.size()), List.of());
        }
        var parts = new TreeMap<Integer, Incoming>();
        for (var entry : copies.entrySet()) {
            boolean first = entry.getKey().equals(copies.firstKey());
            parts.put(
                    entry.getKey(),
                    new Incoming(
                            message.content(),
                            message.returnPath(),
                            message.head(),
                            message.reversePath(),
                            message.received(),
                            entry.getValue(),
                            first ? message.relayed() : List.of(),
                            message.eightBit(),
                            message.international(),
                            message.wishes(),
                            message.lane(),
                            message.trace()));
        }
        return parts;
    }

    @Override
    public List<MailboxInfo> mailboxes(AccountId account) {
        return of(account).mailboxes(account);
    }

    @Override
    public Optional<MailboxInfo> mailbox(AccountId account, MailboxName name) {
        return of(account).mailbox(account, name);
    }

    @Override
    public Optional<Mailbox> open(AccountId account, MailboxName name) throws IOException {
        return of(account).open(account, name, target -> open(target.owner(), target.mailbox()));
    }

    @Override
    public MailboxChange create(AccountId account, MailboxName name, Optional<SpecialUse> use)
            throws IOException {
        return of(account).create(account, name, use);
    }

    @Override
    public MailboxChange delete(AccountId account, MailboxName name) throws IOException {
        return of(account).delete(account, name);
    }

    @Override
    public MailboxChange rename(AccountId account, MailboxName from, MailboxName to)
            throws IOException {
        return of(account).rename(account, from, to);
    }

    @Override
    public Subscribing subscribe(AccountId account, MailboxName name, boolean subscribed)
            throws IOException {
        return of(account).subscribe(account, name, subscribed);
    }

    @Override
    public List<MailboxName> subscriptions(AccountId account) {
        return of(account).subscriptions(account);
    }

    @Override
    public Watch watch(AccountId account, Runnable onChange) {
        return of(account).watch(account, onChange);
    }

    @Override
    public AccountNews news(AccountId account, long since) {
        return of(account).news(account, since);
    }

    @Override
    public Quota quota(AccountId account) {
        return of(account).quota(account);
    }

    @Override
    public Optional<Watch> reserve(AccountId account, long octets, long held) {
        return of(account).reserve(account, octets, held);
    }

    @Override
    public void tell(Sorting listener) {
        shards.forEach(shard -> shard.tell(listener));
    }

    @Override
    public QuotaWarnings warnings() {
        return new Warnings();
    }

    @Override
    public Kept kept() {
        return new AllKept();
    }

    @Override
    public Register register() {
        return new ShardedRegister(
                shard -> shards.get(shard).register(), account -> shards.indexOf(of(account)));
    }

    @Override
    public Trace trace() {
        return shards.getFirst().trace();
    }

    @Override
    public Optional<SearchIndex> searchIndex() {
        return Optional.empty(); // a node searches by reading
    }

    @Override
    public Optional<Watch> lockMaildrop(AccountId account) {
        return of(account).lockMaildrop(account);
    }

    /// Ends the watching of several.
    static Watch all(List<Watch> watches) {
        return () -> watches.forEach(Watch::close);
    }

    @Override
    public void close() {
        shards.reversed().forEach(JournaledStore::close);
    }

    private final class Warnings implements QuotaWarnings {
        @Override
        public List<Due> due() {
            return shards.stream().flatMap(shard -> shard.warnings().due().stream()).toList();
        }

        @Override
        public boolean warn(Due due, NewMessage message) throws IOException {
            return of(due.account().id()).warnings().warn(due, message);
        }

        @Override
        public Watch watch(Runnable onDue) {
            return all(shards.stream().map(shard -> shard.warnings().watch(onDue)).toList());
        }
    }

    private final class AllKept implements Kept {
        @Override
        public Amount amount(AccountId account) {
            return of(account).kept().amount(account);
        }

        @Override
        public List<KeptMessage> list(
                AccountId account, KeptChoice choice, Optional<KeptId> before, int atMost)
                throws IOException {
            return of(account).kept().list(account, choice, before, atMost);
        }

        @Override
        public Optional<MessageHead> head(AccountId account, KeptId id) throws IOException {
            return of(account).kept().head(account, id);
        }

        @Override
        public Optional<Content> content(AccountId account, KeptId id) throws IOException {
            return of(account).kept().content(account, id);
        }

        @Override
        public Restoring restore(AccountId account, KeptChoice choice) throws IOException {
            return of(account).kept().restore(account, choice);
        }

        @Override
        public int drop(AccountId account, KeptChoice choice) throws IOException {
            return of(account).kept().drop(account, choice);
        }

        @Override
        public int expire() throws IOException {
            int expired = 0;
            for (JournaledStore shard : shards) {
                expired += shard.kept().expire();
            }
            return expired;
        }
    }
}
