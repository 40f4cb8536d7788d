package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.backup.BackupSet;
import dev.jebi.mailstore.backup.Progress;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.AccountSet;
import dev.jebi.mailstore.change.Change.DomainAdded;
import dev.jebi.mailstore.change.Change.KeywordsAdded;
import dev.jebi.mailstore.change.Change.MailboxCreated;
import dev.jebi.mailstore.change.Change.MessagesAdded;
import dev.jebi.mailstore.change.MessageRow;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings mail of one account back from a backup into a store that is in use: the messages that its
/// mailboxes do not have any more, under new UIDs. What is there already, octet for octet and of
/// the same date, is not brought a second time, so that an interrupted run can be given again. For
/// one thread.
public final class AccountRestoration {
    private static final int BATCH_MESSAGES = 200;
    private static final long BATCH_OCTETS = 4L << 20;

    private final MailStore store;
    private final Account account;
    private final BackupSet backup;
    private final Choice choice;
    private final Progress progress;
    private final Map<Integer, String> domains = new HashMap<>();
    private final Map<Integer, Source> sources = new HashMap<>();
    private int accountThen = -1;
    private long all;
    private long seen;
    private long restored;
    private long there;
    private Ending ending = Ending.DONE;
    private Optional<Into> into = Optional.empty();

    /// Which messages.
    ///
    /// @param mailbox only of this one; empty for all
    /// @param uids only these, as they were then
    /// @param under a mailbox under which everything is put; empty: where it was
    public record Choice(Optional<MailboxName> mailbox, UidSet uids, Optional<MailboxName> under) {
        /// Everything, where it was.
        public static final Choice ALL = new Choice(Optional.empty(), UidSet.ALL, Optional.empty());
    }

    /// What it came to.
    ///
    /// @param there messages that the mailboxes still had
    public record Restored(long restored, long there, Ending ending) {}

    /// Why it ended.
    public enum Ending {
        /// All that was chosen is there.
        DONE,
        /// The backup has no such account.
        NO_SUCH_ACCOUNT,
        /// The backup has nothing of what was chosen.
        NOTHING,
        /// The account's quota holds no more; given again it goes on when it does.
        OVER_QUOTA,
        /// A mailbox could not be made, or was deleted meanwhile.
        NO_SUCH_MAILBOX
    }

    /// A mailbox as the backup has it.
    private static final class Source {
        private final MailboxName name;
        private final Keywords keywords = new Keywords();
        private final List<MessageRow> waiting = new ArrayList<>();
        private long octets;
        private long messages;

        Source(MailboxName name) {
            this.name = name;
        }
    }

    private AccountRestoration(
            MailStore store, Account account, BackupSet backup, Choice choice, Progress progress) {
        this.store = store;
        this.account = account;
        this.backup = backup;
        this.choice = choice;
        this.progress = progress;
    }

    /// Restores; every batch is durable when the next begins.
    public static Restored run(
            MailStore store, Account account, BackupSet backup, Choice choice, Progress progress)
            throws IOException {
        var restoration = new AccountRestoration(store, account, backup, choice, progress);
        restoration.run();
        return new Restored(restoration.restored, restoration.there, restoration.ending);
    }

    private void run() throws IOException {
        backup.state()
                .forEach(changes -> {
                    for (Change change : changes) {
                        learn(change);
                    }
                });
        if (accountThen < 0) {
            ending = Ending.NO_SUCH_ACCOUNT;
            return;
        }
        for (Source source : sources.values()) {
            all += source.messages;
        }
        if (all == 0) {
            ending = Ending.NOTHING;
            return;
        }
        try (var contents = backup.contents()) {
            backup.state()
                    .forEach(changes -> {
                        for (Change change : changes) {
                            if (ending == Ending.DONE
                                    && change instanceof MessagesAdded(int mailbox, var rows)) {
                                bring(mailbox, rows, contents);
                            }
                        }
                    });
        } finally {
            end();
        }
    }

    private void learn(Change change) {
        if (change instanceof DomainAdded(int domain, String name)) {
            domains.put(domain, name);
        } else if (change instanceof AccountSet set) {
            String address = set.localPart() + "@" + domains.get(set.domain());
            if (Logins.key(account.address()).equals(Logins.key(Address.parse(address)))) {
                accountThen = set.account();
            }
        } else if (change instanceof MailboxCreated created) {
            var name = new MailboxName(created.name());
            boolean chosen = choice.mailbox.isEmpty() || choice.mailbox.get().equals(name);
            if (created.account() == accountThen && chosen) {
                sources.put(created.mailbox(), new Source(name));
            }
        } else if (change instanceof KeywordsAdded(int mailbox, int first, var words)) {
            var source = sources.get(mailbox);
            if (source != null) {
                source.keywords.add(first, words);
            }
        } else if (change instanceof MessagesAdded(int mailbox, var rows)) {
            var source = sources.get(mailbox);
            if (source != null) {
                source.messages +=
                        rows.stream().filter(row -> choice.uids.contains(row.uid())).count();
            }
        }
    }

    /// A page of the messages of one mailbox.
    private void bring(int mailbox, List<MessageRow> rows, BackupSet.Contents contents)
            throws IOException {
        var source = sources.get(mailbox);
        if (source == null) {
            return;
        }
        var into = into(mailbox, source);
        if (into.isEmpty()) {
            ending = Ending.NO_SUCH_MAILBOX;
            return;
        }
        for (MessageRow row : rows) {
            if (!choice.uids.contains(row.uid())) {
                continue;
            }
            seen++;
            if (into.get().known.has(row, contents.read(row.place()))) {
                there++;
                continue;
            }
            source.waiting.add(row);
            source.octets += row.place().size();
            if (source.waiting.size() >= BATCH_MESSAGES || source.octets >= BATCH_OCTETS) {
                append(into.get().mailbox, source, contents);
            }
        }
        append(into.get().mailbox, source, contents);
        progress.reached("messages", seen, all);
    }

    /// The mailbox that is being filled, open as long as its pages come.
    private record Into(int source, Mailbox mailbox, Known known) {}

    private Optional<Into> into(int mailbox, Source source) throws IOException {
        if (into.isPresent() && into.get().source == mailbox) {
            return into;
        }
        end();
        var target = target(source.name);
        if (store.mailbox(account.id(), target).isEmpty()) {
            var _ = store.create(account.id(), target, Optional.empty());
        }
        var open = store.open(account.id(), target);
        if (open.isPresent()) {
            into = Optional.of(new Into(mailbox, open.get(), new Known(open.get())));
        }
        return into;
    }

    private void end() {
        into.ifPresent(now -> now.mailbox.close());
        into = Optional.empty();
    }

    private MailboxName target(MailboxName name) {
        return choice.under.map(under -> new MailboxName(under + "/" + name.value())).orElse(name);
    }

    private void append(Mailbox mailbox, Source source, BackupSet.Contents contents)
            throws IOException {
        if (source.waiting.isEmpty() || ending != Ending.DONE) {
            return;
        }
        var messages = new ArrayList<NewMessage>();
        for (MessageRow row : source.waiting) {
            var content = contents.read(row.place());
            messages.add(
                    new NewMessage(
                            content,
                            MessageParser.parse(content, MimeLimits.STANDARD),
                            source.keywords.flags(row.flags(), row.keywords()),
                            Instant.ofEpochMilli(row.date())));
        }
        source.waiting.clear();
        source.octets = 0;
        put(mailbox, messages);
    }

    private void put(Mailbox mailbox, List<NewMessage> messages) throws IOException {
        switch (mailbox.append(messages)) {
            case Appending.Appended(_, var uids) -> restored += uids.size();
            case Appending.OverQuota() -> ending = Ending.OVER_QUOTA;
            case Appending.NoSuchMailbox() -> ending = Ending.NO_SUCH_MAILBOX;
            case Appending.TooManyKeywords() ->
                    put(mailbox, messages.stream().map(NewMessage::withoutKeywords).toList());
        }
    }

    /// What the mailbox has, found by size and date: a number a message.
    private static final class Known {
        private final Mailbox mailbox;
        private final long[] keys;

        Known(Mailbox mailbox) {
            this.mailbox = mailbox;
            long[] uids = mailbox.uids();
            var found = new long[uids.length];
            var count = new int[1];
            mailbox.forEach(
                    UidSet.ALL,
                    message -> {
                        if (count[0] < found.length) {
                            found[count[0]++] =
                                    key(message.size(), message.internalDate().getEpochSecond())
                                            | message.uid().value();
                        }
                    });
            keys = Arrays.copyOf(found, count[0]);
            Arrays.sort(keys);
        }

        private static long key(long size, long second) {
            return (long) Long.hashCode(size * 31 + second) << 32;
        }

        boolean has(MessageRow row, Content content) throws IOException {
            long key = key(row.place().size(), Math.floorDiv(row.date(), 1_000L));
            int at = Arrays.binarySearch(keys, key);
            for (int i = at < 0 ? -at - 1 : at;
                    i < keys.length && keys[i] >> 32 == key >> 32;
                    i++) {
                var here = mailbox.content(new Uid(keys[i] & 0xFFFF_FFFFL));
                if (here.isPresent() && here.get().sameOctets(content)) {
                    return true;
                }
            }
            return false;
        }
    }
}
