package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What an account can have back, as a mailbox that can be read and copied from: the messages as
/// they were when it was opened, oldest first. Its UIDs hold for this opening alone, and nothing
/// can be changed in it. Safe for use by several threads.
final class KeptMailbox implements Mailbox {
    private final Kept kept;
    private final List<KeptMessage> messages;
    private final MailboxInfo info;
    private final UidList uids;
    private final Opener opener;

    /// Opens mailboxes to copy to.
    interface Opener {
        /// Opens one.
        Optional<Mailbox> open(AccountId owner, MailboxName name) throws IOException;
    }

    /// @param messages oldest first
    KeptMailbox(Kept kept, List<KeptMessage> messages, MailboxInfo info, Opener opener) {
        this.kept = kept;
        this.messages = List.copyOf(messages);
        this.info = info;
        this.opener = opener;
        var numbers = new long[messages.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i + 1L;
        }
        this.uids = UidList.of(numbers);
    }

    /// The mailbox as it would be opened now.
    static MailboxInfo info(
            AccountId account, MailboxName name, long validity, List<KeptMessage> messages) {
        return new MailboxInfo(
                new MailboxId(-account.value()), // no mailbox of the store has such a number
                account,
                name,
                Optional.empty(),
                false,
                new UidValidity(validity),
                new Uid(messages.size() + 1L),
                new ModSeq(1),
                messages.size(),
                messages.stream().filter(m -> !m.flags().has(Flags.System.SEEN)).count(),
                messages.stream().filter(m -> m.flags().has(Flags.System.DELETED)).count(),
                messages.stream().mapToLong(KeptMessage::size).sum());
    }

    private Optional<KeptMessage> kept(long uid) {
        return uid >= 1 && uid <= messages.size()
                ? Optional.of(messages.get((int) uid - 1))
                : Optional.empty();
    }

    private static MessageInfo info(long uid, KeptMessage message) {
        return new MessageInfo(
                new Uid(uid),
                message.flags(),
                new ModSeq(1),
                message.size(),
                message.internalDate(),
                message.expunged(),
                message.email());
    }

    @Override
    public MailboxInfo info() {
        return info;
    }

    @Override
    public boolean gone() {
        return false;
    }

    @Override
    public long[] uids() {
        return uids.toArray();
    }

    @Override
    public UidList list() {
        return uids;
    }

    @Override
    public Optional<Uid> firstUnseen() {
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).flags().has(Flags.System.SEEN)) {
                return Optional.of(new Uid(i + 1L));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<MessageInfo> message(Uid uid) {
        return kept(uid.value()).map(message -> info(uid.value(), message));
    }

    @Override
    public void forEach(UidSet among, Consumer<MessageInfo> each) {
        for (long uid : uids.among(among)) {
            each.accept(info(uid, messages.get((int) uid - 1)));
        }
    }

    @Override
    public void scan(UidSet among, ScannedMessage.Look look) throws IOException {
        for (long uid : uids.among(among)) {
            look.at(new Scanned(uid, messages.get((int) uid - 1)));
        }
    }

    private final class Scanned implements ScannedMessage {
        private final long uid;
        private final KeptMessage message;

        Scanned(long uid, KeptMessage message) {
            this.uid = uid;
            this.message = message;
        }

        @Override
        public long uid() {
            return uid;
        }

        @Override
        public Flags flags() {
            return message.flags();
        }

        @Override
        public long modSeq() {
            return 1;
        }

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public long internalDate() {
            return message.internalDate().getEpochSecond();
        }

        @Override
        public long saved() {
            return message.expunged().getEpochSecond();
        }

        @Override
        public long email() {
            return message.email().value();
        }

        @Override
        public ByteBuffer head() throws IOException {
            var head = KeptMailbox.this.head(new Uid(uid));
            return ByteBuffer.wrap(
                    Heads.encode(
                            head.orElseThrow(
                                    () -> new EOFException("the message is not kept any more"))));
        }
    }

    @Override
    public Flags keywords() {
        var words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        messages.forEach(message -> words.addAll(message.flags().keywords()));
        return new Flags(java.util.Set.of(), words);
    }

    @Override
    public Changes changesSince(ModSeq since) {
        return new Changes(List.of(), UidSet.EMPTY, new ModSeq(1), uids);
    }

    @Override
    public Watch watch(Runnable onChange) {
        return () -> {};
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("what is kept is not changed");
    }

    @Override
    public Appending append(List<NewMessage> more) {
        throw readOnly();
    }

    @Override
    public Storing store(UidSet among, FlagChange change, Optional<ModSeq> unchangedSince) {
        throw readOnly();
    }

    @Override
    public UidSet expunge(UidSet among) {
        throw readOnly();
    }

    @Override
    public UidSet remove(UidSet among, Removal removal) {
        throw readOnly();
    }

    /// The copies are new messages, without `\Deleted`: it was why they were expunged.
    @Override
    public Copying copy(UidSet among, CopyTarget target) throws IOException {
        var to = opener.open(target.owner(), target.mailbox());
        if (to.isEmpty()) {
            return new Copying.NoSuchMailbox();
        }
        var system = java.util.EnumSet.noneOf(Flags.System.class);
        system.addAll(target.flags().system());
        system.remove(Flags.System.DELETED);
        var flags = new FlagScope(system, target.flags().keywords());
        try (var mailbox = to.get()) {
            return new FarCopy(this, mailbox, flags).run(among, false);
        }
    }

    @Override
    public Copying move(UidSet among, CopyTarget target) {
        throw readOnly();
    }

    @Override
    public Replacing replace(Uid uid, CopyTarget target, NewMessage message) {
        throw readOnly();
    }

    @Override
    public Optional<Content> content(Uid uid) throws IOException {
        var message = kept(uid.value());
        return message.isEmpty()
                ? Optional.empty()
                : kept.content(info.account(), message.get().id());
    }

    @Override
    public Optional<MessageHead> head(Uid uid) throws IOException {
        var message = kept(uid.value());
        return message.isEmpty() ? Optional.empty() : kept.head(info.account(), message.get().id());
    }

    @Override
    public Optional<ThreadId> thread(Uid uid) throws IOException {
        var head = head(uid);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        long thread = Heads.thread(head.get());
        long own = kept(uid.value()).orElseThrow().email().value();
        return Optional.of(new ThreadId(thread == 0 ? own : thread));
    }

    @Override
    public long[] search(SearchQuery query) throws IOException {
        try (var scope = SearchScope.none()) {
            return Search.of(query, scope).in(this);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {}
}
