package dev.jebi.imapserver.command;

import dev.jebi.content.Content;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.ModSeq;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command of an IMAP client, grouped by the states in which it may be given.
public sealed interface ImapCommand {
    /// Commands of any state (RFC 9051 §6.1).
    sealed interface Any extends ImapCommand {}

    /// Commands of the not authenticated state (RFC 9051 §6.2).
    sealed interface BeforeLogin extends ImapCommand {}

    /// Commands of the authenticated and the selected state (RFC 9051 §6.3).
    sealed interface AfterLogin extends ImapCommand {}

    /// Commands of the selected state (RFC 9051 §6.4).
    sealed interface OnMailbox extends ImapCommand {}

    /// RFC 9051 §6.1.1
    record Capability() implements Any {}

    /// RFC 9051 §6.1.2
    record Noop() implements Any {}

    /// RFC 9051 §6.1.3
    record Logout() implements Any {}

    /// RFC 2971; what the client says of itself, without the fields that are `NIL`.
    record Id(Map<String, String> fields) implements Any {}

    /// RFC 9051 §6.2.1
    record StartTls() implements BeforeLogin {}

    /// RFC 9051 §6.2.2; the initial response (RFC 4959) still in base64.
    record Authenticate(String mechanism, Optional<String> initial) implements BeforeLogin {}

    /// RFC 9051 §6.2.3
    record Login(String login, String password) implements BeforeLogin {
        @Override
        public String toString() {
            return "Login[login=" + login + "]"; // a password is never printed
        }
    }

    /// RFC 5161; the names in upper case.
    record Enable(List<String> extensions) implements AfterLogin {}

    /// RFC 9051 §6.3.2 and §6.3.3.
    ///
    /// @param asked the mailbox's name as the client wrote it
    /// @param readOnly whether it was EXAMINE
    /// @param condstore whether it came with `(CONDSTORE)` (RFC 7162 §3.1.8)
    /// @param resync what came with `(QRESYNC …)`
    record Select(
            MailboxName mailbox,
            String asked,
            boolean readOnly,
            boolean condstore,
            Optional<Resync> resync)
            implements AfterLogin {}

    /// RFC 9051 §6.3.4; the special uses as the client wrote them (RFC 6154 §3).
    ///
    /// @param asked the name as the client wrote it
    record Create(MailboxName mailbox, String asked, List<String> uses) implements AfterLogin {}

    /// RFC 9051 §6.3.5
    record Delete(MailboxName mailbox) implements AfterLogin {}

    /// RFC 9051 §6.3.6
    record Rename(MailboxName from, MailboxName to) implements AfterLogin {}

    /// RFC 9051 §6.3.7 and §6.3.8
    record Subscribe(MailboxName mailbox, boolean subscribed) implements AfterLogin {}

    /// RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154.
    ///
    /// @param extended whether the client speaks the extended form, whose words it then knows
    /// @param patterns each with the reference before it; none is the question for the separator
    /// @param status what STATUS is to tell of each, empty for no STATUS
    /// @param metadata the entries to be told of each (RFC 9590)
    record Listing(
            boolean extended,
            Set<Selection> selections,
            List<String> patterns,
            Set<Return> returns,
            Set<StatusItem> status,
            Optional<MetadataQuery> metadata)
            implements AfterLogin {
        /// Which mailboxes.
        public enum Selection {
            /// Those that are subscribed.
            SUBSCRIBED,
            /// Those elsewhere too; there are none.
            REMOTE,
            /// Parents of those as well.
            RECURSIVEMATCH,
            /// Those with a special use.
            SPECIAL_USE
        }

        /// What is told of them.
        public enum Return {
            /// `\Subscribed`
            SUBSCRIBED,
            /// `\HasChildren` and `\HasNoChildren`; told always.
            CHILDREN,
            /// Special uses; told always.
            SPECIAL_USE,
            /// What may be done with each (RFC 8440)
            MYRIGHTS
        }
    }

    /// RFC 3501 §6.3.9; reference and pattern in one.
    record Lsub(String pattern) implements AfterLogin {}

    /// RFC 9051 §6.3.10
    record Namespace() implements AfterLogin {}

    /// RFC 9051 §6.3.11
    record Status(MailboxName mailbox, Set<StatusItem> items) implements AfterLogin {}

    /// RFC 9051 §6.3.12, RFC 3502, RFC 4469.
    record Append(MailboxName mailbox, List<Message> messages) implements AfterLogin {
        /// One message; the internal date is the present where it is not given.
        ///
        /// @param pieces that make it, one where the client does not catenate
        public record Message(Flags flags, Optional<Instant> internalDate, List<Piece> pieces) {}

        /// What a message is made of.
        public sealed interface Piece {
            /// Octets that the client sent.
            record Octets(Content content) implements Piece {}

            /// Octets of a message that is here, by its URL (RFC 5092).
            record Url(String url) implements Piece {}
        }
    }

    /// RFC 9051 §6.3.13
    record Idle() implements AfterLogin {}

    /// RFC 5465 §3.
    ///
    /// @param status whether STATUS of the mailboxes is to come first
    /// @param groups none for NONE
    /// @param unknown whether there was an event that there is not here
    record Notify(boolean status, List<EventGroup> groups, boolean unknown) implements AfterLogin {}

    /// RFC 4978 §3; the mechanism in upper case.
    record Compress(String mechanism) implements AfterLogin {}

    /// RFC 8437 §3
    record Unauthenticate() implements AfterLogin {}

    /// RFC 9208 §4.1.1
    record GetQuota(String root) implements AfterLogin {}

    /// RFC 9208 §4.1.2
    record GetQuotaRoot(MailboxName mailbox) implements AfterLogin {}

    /// RFC 9208 §4.1.3
    record SetQuota(String root, Map<String, Long> limits) implements AfterLogin {}

    /// Commands about who may use mailboxes, and what is noted of them.
    sealed interface OfMailboxes extends AfterLogin {}

    /// RFC 4314 §3.1; the rights as the client wrote them.
    record SetAcl(MailboxName mailbox, String identifier, String rights) implements OfMailboxes {}

    /// RFC 4314 §3.2
    record DeleteAcl(MailboxName mailbox, String identifier) implements OfMailboxes {}

    /// RFC 4314 §3.3
    record GetAcl(MailboxName mailbox) implements OfMailboxes {}

    /// RFC 4314 §3.4
    record ListRights(MailboxName mailbox, String identifier) implements OfMailboxes {}

    /// RFC 4314 §3.5
    record MyRights(MailboxName mailbox) implements OfMailboxes {}

    /// RFC 5464 §4.2; without a mailbox it is about the server.
    record GetMetadata(Optional<MailboxName> mailbox, MetadataQuery query) implements OfMailboxes {}

    /// RFC 5464 §4.3; entries without a value are removed.
    record SetMetadata(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> entries)
            implements OfMailboxes {}

    /// RFC 7377 §2; searches in UIDs, and without RETURN for all.
    record MultiSearch(
            Set<MailboxSource> sources, SearchKey key, SearchReturns returns, boolean modSeq)
            implements AfterLogin {}

    /// RFC 3501 §6.4.1
    record Check() implements OnMailbox {}

    /// RFC 9051 §6.4.1
    record Close() implements OnMailbox {}

    /// RFC 9051 §6.4.2
    record Unselect() implements OnMailbox {}

    /// RFC 9051 §6.4.3, and UID EXPUNGE (§6.4.9) where there are UIDs.
    record Expunge(Optional<MessageSet> uids) implements OnMailbox {}

    /// A command that searches the mailbox that is selected.
    sealed interface Searching extends OnMailbox {
        /// What it asks.
        SearchKey key();

        /// Whether the answer is in UIDs.
        boolean uid();

        /// Whether MODSEQ was among the keys (RFC 7162 §3.1.5).
        boolean modSeq();
    }

    /// RFC 9051 §6.4.4.
    ///
    /// @param returns what RETURN asks for (RFC 4731); without RETURN, the plain SEARCH response
    record Search(SearchKey key, boolean uid, Optional<SearchReturns> returns, boolean modSeq)
            implements Searching {}

    /// RFC 5256 §3
    record Sort(
            List<SortCriterion> criteria,
            SearchKey key,
            boolean uid,
            Optional<SearchReturns> returns,
            boolean modSeq)
            implements Searching {}

    /// RFC 5256 §3
    record Thread(ThreadAlgorithm algorithm, SearchKey key, boolean uid, boolean modSeq)
            implements Searching {}

    /// RFC 5267 §4.3.5
    record CancelUpdate(List<String> tags) implements OnMailbox {}

    /// RFC 9051 §6.4.5
    record Fetch(MessageSet messages, List<FetchItem> items, FetchModifiers modifiers)
            implements OnMailbox {}

    /// RFC 9051 §6.4.6, RFC 7162 §3.1.3
    record Store(
            MessageSet messages, FlagChange change, boolean silent, Optional<ModSeq> unchangedSince)
            implements OnMailbox {}

    /// RFC 9051 §6.4.7
    record Copy(MessageSet messages, MailboxName target) implements OnMailbox {}

    /// RFC 8508 §3.2 and §3.3.
    ///
    /// @param message the one that goes
    record Replace(MessageSet message, MailboxName target, Append.Message replacement)
            implements OnMailbox {}

    /// RFC 9051 §6.4.8
    record Move(MessageSet messages, MailboxName target) implements OnMailbox {}
}
