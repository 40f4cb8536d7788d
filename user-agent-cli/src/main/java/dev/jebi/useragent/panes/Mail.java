package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.AddressBook;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An account as the panes need it. What is said to be quick reads this machine's files only; all
/// else may wait for a server and is called on a thread of its own. What goes wrong is an exception
/// whose message is one sentence for the person.
interface Mail extends AutoCloseable {
    /// Its name in the file of accounts. Quick.
    String name();

    /// How its author is written, e.g. `Al <al@a.test>`. Quick.
    String author();

    /// What stands below every letter that is begun; empty for none. Quick.
    String signature();

    /// All addresses that are this person's. Quick.
    List<String> addresses();

    /// The mailboxes as they were known last. Quick.
    List<MailboxLine> mailboxes() throws IOException;

    /// The rows of a mailbox that are known here. Quick.
    Rows rows(String mailbox) throws IOException;

    /// Looks at the server for what is new in a mailbox, and for the mailboxes.
    Synced sync(String mailbox) throws IOException;

    /// Keeps the inbox in step until this is closed, and tells whenever something changed; gives up
    /// when the server cannot be reached.
    void watch(Runnable changed) throws IOException;

    /// What a look at the server brought.
    ///
    /// @param fresh how many messages came
    /// @param more whether there are older ones that are not known here yet
    record Synced(int fresh, Instant when, boolean more) {}

    /// How full the account is, as the server tells; empty where it knows no limit.
    Optional<Fullness> quota() throws IOException;

    /// Octets used and allowed.
    record Fullness(long used, long limit) {
        int percent() {
            return limit <= 0 ? 0 : (int) Math.min(used * 100.0 / limit, 999);
        }
    }

    /// The octets of a message; quick when it was read before.
    byte[] octets(Envelope message) throws IOException;

    /// Sets or clears a flag.
    Undo flag(List<MessageRef> messages, String flag, boolean on) throws IOException;

    /// Moves messages to a mailbox.
    Undo move(List<MessageRef> messages, String mailbox) throws IOException;

    /// Moves messages to the mailbox that has a use: `trash`, `archive`, `junk`.
    Undo moveTo(List<MessageRef> messages, String use) throws IOException;

    void copy(List<MessageRef> messages, String mailbox) throws IOException;

    /// The way back from something.
    interface Undo {
        void back() throws IOException;
    }

    /// The messages that a search finds, newest last: here first, and at the server where it can be
    /// reached.
    List<Envelope> search(String mailbox, String words) throws IOException;

    /// Where drafts are kept. Quick.
    DraftFiles drafts();

    /// Drafts on this machine; on the disk when a method returns.
    interface DraftFiles {
        String fresh();

        List<String> names() throws IOException;

        Letter read(String name) throws IOException;

        void keep(String name, Letter letter) throws IOException;

        void remove(String name) throws IOException;

        /// What an editor opens.
        Path file(String name);

        /// A directory for files that belong to a draft.
        Path files(String name) throws IOException;
    }

    /// Puts a letter into the outbox. It waits there a little, and can be taken back meanwhile.
    ///
    /// @param answered the message that this answers
    Outgoing send(String draft, Letter letter, Optional<MessageRef> answered) throws IOException;

    /// What waits in the outbox. Quick.
    List<Outgoing> outbox() throws IOException;

    /// A message that waits.
    ///
    /// @param due from when on it is sent
    /// @param trouble why the last attempt failed; empty for none
    /// @param accepted whether the server has it and only the copy in Sent is missing
    /// @param draft what it was written as, where that is still kept
    record Outgoing(
            String name,
            String subject,
            List<String> recipients,
            Instant due,
            String trouble,
            boolean accepted,
            Optional<String> draft) {}

    /// Takes a message out of the outbox; its draft is still there.
    ///
    /// @return whether it was in time
    boolean takeBack(Outgoing message) throws IOException;

    /// Sends what is due.
    ///
    /// @return how many messages went
    int sendDue() throws IOException;

    /// The people one writes to. Quick.
    AddressBook people() throws IOException;

    @Override
    void close();
}
