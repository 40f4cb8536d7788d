package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.local.Change;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.search.Query;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// An account's mailboxes, on an IMAP server or, fetched by POP3, here. Connects when it must and
/// keeps the connection; what it learns and does stands in the [LocalStore] afterwards. What goes
/// wrong is a [dev.jebi.useragent.failure.Failure]. One thread at a time: panes have one for what
/// the person does and one that watches.
public sealed interface Mailboxes extends AutoCloseable permits ImapMailboxes, PopMailboxes {
    /// How much of a mailbox is brought here.
    enum Depth {
        /// The headers of the newest messages, so that a list is there at once.
        NEWEST,
        /// All headers.
        HEADERS,
        /// All headers and the octets of all messages: a mirror.
        OCTETS
    }

    /// What a sync changed.
    ///
    /// @param fresh messages that were not here before, the newest last
    record Synced(List<Envelope> fresh, int gone, int changed) {}

    /// Where a message went.
    ///
    /// @param to where it is now, if the server tells (RFC 4315)
    record Moved(MessageRef from, Optional<MessageRef> to) {}

    /// What became of a change that had to wait.
    ///
    /// @param trouble why it could not be made, or nothing
    record Made(Change change, String trouble) {
        /// That it could not be made, if it could not.
        public Optional<String> told() {
            return trouble.isEmpty()
                    ? Optional.empty()
                    : Optional.of("not done: " + change.told() + ": " + trouble);
        }
    }

    /// How full something is, in octets for `storage`, else in pieces.
    record QuotaLine(String resource, long used, long limit) {
        public long percent() {
            return limit == 0 ? 0 : used * 100 / limit;
        }
    }

    /// What happens in a mailbox that is watched; called from the watching thread.
    interface Watcher {
        /// The local rows are in step again; what came and went since the last time.
        void synced(Synced change);

        /// The connection is gone and tried again.
        void interrupted(String why);
    }

    /// The mailboxes of an account.
    static Mailboxes of(Account account, LocalStore store) {
        return account.pop() ? new PopMailboxes(account, store) : new ImapMailboxes(account, store);
    }

    /// Lists the mailboxes with their counts anew.
    List<MailboxLine> list() throws IOException;

    /// Brings the local rows of a mailbox in step.
    Synced sync(String mailbox, Depth depth, Progress progress) throws IOException;

    /// A message, from the local rows or from the server; there must be one.
    Envelope row(MessageRef ref) throws IOException;

    /// The octets of a message, from here or from the server; then they are here. Leaves it unseen.
    Path octets(Envelope message, Progress progress) throws IOException;

    /// The newest messages of a mailbox that fit, the newest last; the server looks into texts.
    List<Envelope> search(String mailbox, Query query, int most) throws IOException;

    /// Sets and clears flags, and tells what each message has then.
    Map<MessageRef, List<String>> flag(
            List<MessageRef> messages, List<String> set, List<String> clear) throws IOException;

    List<Moved> move(List<MessageRef> messages, String mailbox) throws IOException;

    List<Moved> copy(List<MessageRef> messages, String mailbox) throws IOException;

    /// Removes messages for good.
    void remove(List<MessageRef> messages) throws IOException;

    /// Whether the last change waits until the server can be reached: what is kept here shows it
    /// already. Flags, moves and removals wait, of accounts in the file of accounts.
    boolean postponed();

    /// What became of changes that had to wait, since it was last asked. They are made before
    /// anything else when the server is there again.
    List<Made> made();

    /// Puts a message into a mailbox.
    ///
    /// @return where it is, if the server tells
    Optional<MessageRef> append(String mailbox, byte[] octets, List<String> flags)
            throws IOException;

    /// The mailbox that is for something, e.g. `sent` or `trash`; made when there is none.
    String mailboxFor(String use) throws IOException;

    /// Makes a mailbox.
    void create(String mailbox) throws IOException;

    /// How full the account is; empty when there is no limit or the server does not tell.
    List<QuotaLine> quota() throws IOException;

    /// Keeps a mailbox in step until that says stop, over lost connections too.
    void watch(String mailbox, Watcher watcher, BooleanSupplier stop) throws IOException;

    /// Ends what another thread is waiting for, above all a [#watch]; it fails or ends soon.
    void interrupt();

    @Override
    void close();
}
