package dev.jebi.mailstore.change;

import dev.jebi.smtp.RecipientWishes;

import java.util.List;

/// One thing that becomes of the store. A journal record holds a list of them that happen together
/// or not at all. Ids, UIDs and mod-sequences are given when the record is numbered, so that a
/// replay gives the same.
public sealed interface Change {
    /// A domain whose mail is delivered here.
    record DomainAdded(int domain, String name) implements Change {}

    /// A domain is no longer ours.
    record DomainRemoved(int domain) implements Change {}

    /// An account is new or different.
    record AccountSet(
            int account,
            int domain,
            String localPart,
            boolean active,
            Secret secret,
            long octetsLimit,
            long messagesLimit)
            implements Change {}

    /// An account is gone; its mailboxes are deleted by changes before this one.
    record AccountRemoved(int account) implements Change {}

    /// The shard in which an address has its account; a shard below 0 is none.
    record AccountPlaced(String address, int shard) implements Change {}

    /// What an account uses of its quota.
    record AccountUsed(int account, long octets, long messages) implements Change {}

    /// A mailbox is new, and empty.
    ///
    /// @param specialUse the number of its special use, -1 for none
    /// @param subscribed whether its name is subscribed to from now on; false leaves that as it is
    record MailboxCreated(
            int mailbox,
            int account,
            String name,
            long uidValidity,
            int specialUse,
            boolean subscribed)
            implements Change {}

    /// A mailbox has another name.
    record MailboxRenamed(int mailbox, String name) implements Change {}

    /// A mailbox has another UIDVALIDITY: its UIDs may have meant other messages meanwhile.
    record UidValidityRaised(int mailbox, long uidValidity) implements Change {}

    /// Whether an account is subscribed to a name, of a mailbox or of none.
    record Subscribed(int account, String name, boolean subscribed) implements Change {}

    /// A mailbox is gone with its messages.
    record MailboxDeleted(int mailbox) implements Change {}

    /// Keywords that a mailbox did not have before; `first` is the bit of the first.
    record KeywordsAdded(int mailbox, int first, List<String> words) implements Change {}

    /// The counters of a mailbox after all else in the record.
    record MailboxCounted(int mailbox, Counters counters) implements Change {}

    /// Octets that this record brought and that messages or queue entries refer to.
    record BlobStored(long blob, Place place) implements Change {}

    /// Messages are in a mailbox.
    record MessagesAdded(int mailbox, List<MessageRow> messages) implements Change {}

    /// Messages have these flags now, all at one mod-sequence.
    record FlagsChanged(int mailbox, long modSeq, List<FlagRow> messages) implements Change {}

    /// Messages are gone from a mailbox, all at one mod-sequence; the two arrays go together.
    record Expunged(int mailbox, long modSeq, long[] uids, long[] blobs) implements Change {}

    /// Messages that were expunged and can be restored; each still refers to its octets.
    ///
    /// @param mailbox the name that their mailbox had
    /// @param at when they were expunged, in milliseconds
    /// @param words the keywords that the bits of the rows stand for
    record MessagesKept(
            int account, String mailbox, long at, List<String> words, List<KeptRow> messages)
            implements Change {}

    /// Messages cannot be restored any more, or have been; the two arrays go together.
    record KeptDropped(int account, long[] ids, long[] blobs) implements Change {}

    /// What an account has that can be restored.
    record KeptCounted(int account, long octets, long messages) implements Change {}

    /// How full the owner of an account has been told it is, in percent; 0 when there was nothing
    /// to tell, or is no more.
    record AccountWarned(int account, int level) implements Change {}

    /// A message waits in the outbound queue.
    record MailQueued(QueuedMail mail) implements Change {}

    /// An attempt was deferred.
    record RecipientDeferred(
            long queue,
            int number,
            int attempts,
            long nextAttempt,
            boolean delayReported,
            String lastReply)
            implements Change {}

    /// A recipient has left the queue; the message leaves it with the last one.
    record RecipientGone(long queue, int number) implements Change {}

    /// Recipients are held, or due at a time.
    record RecipientsHeld(long queue, List<Integer> numbers, boolean held, long nextAttempt)
            implements Change {}

    /// A recipient is another one from now on.
    record RecipientRedirected(
            long queue, int number, String localPart, String domain, RecipientWishes wishes)
            implements Change {}

    /// Recipients are leased to a node: nobody else tries to deliver to them until it has settled
    /// them or has ended.
    record RecipientsLeased(long queue, List<Integer> numbers, long node) implements Change {}

    /// A node has ended, and with it all its leases.
    record NodeEnded(long node) implements Change {}

    /// Octets that this record holds once more, so that the place where they were can be given
    /// back.
    record BlobMoved(long blob, Place place) implements Change {}

    /// UIDs that vanished from a mailbox at a mod-sequence, as pairs of first and last; what a
    /// snapshot remembers of [Expunged].
    record UidsVanished(int mailbox, long modSeq, long[] bounds) implements Change {}

    /// Octets with all that refers to them; what a snapshot knows of them.
    record BlobCounted(long blob, Place place, int references) implements Change {}

    /// Values of the register are these now, or are gone.
    record RegisterSet(List<RegisterRow> rows) implements Change {}

    /// Of the register, what was put before and ends until then is gone.
    ///
    /// @param at in milliseconds
    record RegisterExpired(long at) implements Change {}

    /// The greatest numbers that were ever given, by what is no longer there too; for snapshots.
    record IdsGiven(int lastId, long lastUidValidity) implements Change {}
}
