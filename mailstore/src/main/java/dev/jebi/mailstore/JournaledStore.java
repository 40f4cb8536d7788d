package dev.jebi.mailstore;

import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.search.SearchIndex;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The embedded store, open. Safe for use by several threads.
final class JournaledStore implements MailStore {
    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// What it is made of; [StoreOpening] makes them.
    record Parts(
            Inventory inventory,
            AccountDirectory directory,
            MailQueue queue,
            Acceptor acceptor,
            MailboxChanges mailboxes,
            MessageChanges messages,
            Kept kept,
            Register register,
            Trace trace,
            QuotaWarnings warnings,
            OpenMailboxes open,
            Log log,
            Optional<SearchIndex> search,
            Optional<Upkeep> upkeep,
            Runnable end) {}

    JournaledStore(Parts parts) {
        this.parts = parts;
    }

    /// As [MailboxChanges#raiseUidValidity] does, while nobody has a mailbox open.
    void raiseUidValidity() throws IOException {
        parts.mailboxes.raiseUidValidity();
    }

    @Override
    public Directory directory() {
        return parts.directory;
    }

    /// The directory, with what a store of several databases needs of it.
    AccountDirectory accountDirectory() {
        return parts.directory;
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return parts.upkeep;
    }

    @Override
    public MailQueue queue() {
        return parts.queue;
    }

    @Override
    public Acceptance accept(Incoming message) throws IOException {
        return parts.acceptor.accept(List.of(message));
    }

    @Override
    public Acceptance accept(List<Incoming> together) throws IOException {
        return parts.acceptor.accept(together);
    }

    @Override
    public List<MailboxInfo> mailboxes(AccountId account) {
        return parts.inventory.account(account).stream()
                .flatMap(state -> state.mailboxes.values().stream())
                .map(MailboxState::info)
                .toList();
    }

    @Override
    public Optional<MailboxInfo> mailbox(AccountId account, MailboxName name) {
        return parts.inventory.mailbox(account, name).map(MailboxState::info);
    }

    @Override
    public Optional<Mailbox> open(AccountId account, MailboxName name) throws IOException {
        return open(account, name, CopyTargets.of(parts.inventory));
    }

    /// As the other one.
    ///
    /// @param elsewhere opens mailboxes of other databases, for copies that go there
    Optional<Mailbox> open(AccountId account, MailboxName name, CopyTargets.Elsewhere elsewhere)
            throws IOException {
        return open(account, name, CopyTargets.of(parts.inventory, elsewhere));
    }

    private Optional<Mailbox> open(AccountId account, MailboxName name, CopyTargets targets)
            throws IOException {
        var mailbox = parts.inventory.mailbox(account, name);
        if (mailbox.isEmpty()) {
            return Optional.empty();
        }
        parts.open.open(mailbox.get());
        return Optional.of(
                new OpenMailbox(
                        mailbox.get(),
                        parts.messages,
                        parts.log,
                        parts.open,
                        parts.search,
                        targets));
    }

    @Override
    public MailboxChange create(AccountId account, MailboxName name, Optional<SpecialUse> use)
            throws IOException {
        return parts.mailboxes.create(account, name, use);
    }

    @Override
    public MailboxChange delete(AccountId account, MailboxName name) throws IOException {
        return parts.mailboxes.delete(account, name);
    }

    @Override
    public MailboxChange rename(AccountId account, MailboxName from, MailboxName to)
            throws IOException {
        return parts.mailboxes.rename(account, from, to);
    }

    @Override
    public Subscribing subscribe(AccountId account, MailboxName name, boolean subscribed)
            throws IOException {
        return parts.mailboxes.subscribe(account, name, subscribed);
    }

    @Override
    public List<MailboxName> subscriptions(AccountId account) {
        return parts.inventory
                .account(account)
                .map(state -> List.copyOf(state.subscriptions))
                .orElse(List.of());
    }

    @Override
    public Watch watch(AccountId account, Runnable onChange) {
        return parts.inventory
                .account(account)
                .map(state -> state.watch(onChange))
                .orElse(() -> {});
    }

    @Override
    public AccountNews news(AccountId account, long since) {
        return parts.inventory
                .account(account)
                .map(state -> state.news(since))
                .orElse(new AccountNews(since, true, List.of()));
    }

    @Override
    public Quota quota(AccountId account) {
        return parts.inventory
                .account(account)
                .map(AccountState::quota)
                .orElse(new Quota(0, 0, 0, 0));
    }

    @Override
    public Optional<Watch> reserve(AccountId account, long octets, long held) {
        return parts.inventory
                .account(account)
                .flatMap(state -> state.promised.promise(state::quota, octets, held));
    }

    @Override
    public Kept kept() {
        return parts.kept;
    }

    @Override
    public Register register() {
        return parts.register;
    }

    @Override
    public Trace trace() {
        return parts.trace;
    }

    @Override
    public void tell(Sorting listener) {
        parts.messages.tell(listener);
    }

    @Override
    public QuotaWarnings warnings() {
        return parts.warnings;
    }

    @Override
    public Optional<Watch> lockMaildrop(AccountId account) {
        return parts.inventory
                .account(account)
                .filter(state -> state.maildropLocked.compareAndSet(false, true))
                .map(state -> new MaildropLock(state.maildropLocked));
    }

    @Override
    public Optional<SearchIndex> searchIndex() {
        return parts.search;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.end.run();
        }
    }
}
