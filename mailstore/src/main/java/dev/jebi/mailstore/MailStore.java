package dev.jebi.mailstore;

import dev.jebi.mailstore.search.SearchIndex;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The one shared store. What a method that changes something has returned is durable: it survives
/// the process and the power. Safe for use by several threads.
public interface MailStore extends AutoCloseable {
    /// Domains and accounts.
    Directory directory();

    /// The outbound queue.
    MailQueue queue();

    /// Accepts a message.
    Acceptance accept(Incoming message) throws IOException;

    /// Accepts a message together with others that it leads to, such as a copy that is passed on or
    /// an automatic reply: all of them or none, in one change.
    ///
    /// @param together the message, and the others behind it
    /// @return accepted when anything at all was; the number in the queue is that of the first that
    ///   waits there
    Acceptance accept(List<Incoming> together) throws IOException;

    /// An account's mailboxes, by name, INBOX first.
    List<MailboxInfo> mailboxes(AccountId account);

    /// One mailbox of an account, without opening it.
    Optional<MailboxInfo> mailbox(AccountId account, MailboxName name);

    /// Opens a mailbox.
    Optional<Mailbox> open(AccountId account, MailboxName name) throws IOException;

    /// Creates a mailbox and, as real mailboxes, the parents that it lacks.
    MailboxChange create(AccountId account, MailboxName name, Optional<SpecialUse> use)
            throws IOException;

    /// Deletes a mailbox with its messages; its children stay.
    MailboxChange delete(AccountId account, MailboxName name) throws IOException;

    /// Renames a mailbox and its children. Renaming INBOX moves its messages to the new mailbox
    /// (RFC 9051 §6.3.6).
    MailboxChange rename(AccountId account, MailboxName from, MailboxName to) throws IOException;

    /// Subscribes to a name or ends the subscription, whether or not there is a mailbox of that
    /// name (RFC 9051 §6.3.7). A subscription outlasts its mailbox, and follows it to a new name.
    Subscribing subscribe(AccountId account, MailboxName name, boolean subscribed)
            throws IOException;

    /// The names that an account is subscribed to, INBOX first; not all need to be mailboxes.
    List<MailboxName> subscriptions(AccountId account);

    /// Calls when anything of an account changes: its mailboxes, what is in them, its subscriptions
    /// and its values in the register; once for what comes together. The call must not wait.
    Watch watch(AccountId account, Runnable onChange);

    /// What has changed of an account since somebody looked last, at the cost of what has; for
    /// those who [#watch] it.
    ///
    /// @param since where the last answer ended, or [AccountNews#NEVER]
    AccountNews news(AccountId account, long since);

    /// An account's quota.
    Quota quota(AccountId account);

    /// Promises room in an account's quota to a message on its way, until the promise is closed: no
    /// two are promised the same room. Nothing else minds it; in the end it counts what the account
    /// uses when the message comes.
    ///
    /// @param octets what must be free beside what others were promised
    /// @param held what is promised
    /// @return empty when there is no room, or no such account
    Optional<Watch> reserve(AccountId account, long octets, long held);

    /// Who has to be told that the mailbox is nearly full.
    QuotaWarnings warnings();

    /// Tells somebody of what owners sort from now on.
    void tell(Sorting listener);

    /// Expunged messages that can be restored.
    Kept kept();

    /// Small values of accounts and of the system.
    Register register();

    /// What became of every message.
    Trace trace();

    /// Locks an account's maildrop for one POP3 session (RFC 1939 §4); empty while another has it.
    Optional<Watch> lockMaildrop(AccountId account);

    /// The index of texts that makes searches fast, to look after it; empty where there is none.
    Optional<SearchIndex> searchIndex();

    /// What keeps it small and sound, where that is this process's business.
    default Optional<Upkeep> upkeep() {
        return Optional.empty();
    }

    /// Ends the store; everything acknowledged is in the index then.
    @Override
    void close();
}
