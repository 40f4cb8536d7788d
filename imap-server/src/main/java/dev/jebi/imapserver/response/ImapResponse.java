package dev.jebi.imapserver.response;

import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UidValidity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A response of an IMAP server (RFC 9051 §7).
public sealed interface ImapResponse {
    /// How a command ends, and what an untagged status response says.
    enum Condition {
        /// Done.
        OK,
        /// Not done.
        NO,
        /// Not understood, or not at this time.
        BAD,
        /// The connection is about to be closed.
        BYE
    }

    /// A tagged status response; it ends the command.
    record Tagged(String tag, Condition condition, Optional<ResponseCode> code, String text)
            implements ImapResponse {}

    /// An untagged status response.
    record Untagged(Condition condition, Optional<ResponseCode> code, String text)
            implements ImapResponse {
        /// `* OK [code] text`.
        public static Untagged ok(ResponseCode code, String text) {
            return new Untagged(Condition.OK, Optional.of(code), text);
        }

        /// `* NO [code] text`.
        public static Untagged no(ResponseCode code, String text) {
            return new Untagged(Condition.NO, Optional.of(code), text);
        }

        /// `* BYE text`.
        public static Untagged bye(String text) {
            return new Untagged(Condition.BYE, Optional.empty(), text);
        }
    }

    /// `+ text`: the client may go on.
    record Continuation(String text) implements ImapResponse {}

    /// CAPABILITY
    record Capabilities(List<String> names) implements ImapResponse {}

    /// ENABLED (RFC 5161)
    record Enabled(List<String> names) implements ImapResponse {}

    /// FLAGS
    record FlagList(Flags flags) implements ImapResponse {}

    /// EXISTS
    record Exists(long messages) implements ImapResponse {}

    /// RECENT (RFC 3501 §7.3.2)
    record Recent(long messages) implements ImapResponse {}

    /// EXPUNGE
    record Expunged(long number) implements ImapResponse {}

    /// VANISHED (RFC 7162 §3.2.10).
    ///
    /// @param earlier whether the client may have known already; sequence numbers stay as they are
    record Vanished(boolean earlier, UidSet uids) implements ImapResponse {}

    /// SEARCH (RFC 3501 §7.2.5), with the highest mod-sequence where it was asked (RFC 7162
    /// §3.1.5).
    record Found(long[] numbers, Optional<ModSeq> modSeq) implements ImapResponse {}

    /// ESEARCH (RFC 4731 §3)
    ///
    /// @param tag of the command that searched
    /// @param source the mailbox, where it need not be the one that is selected
    record Esearch(String tag, Optional<Source> source, boolean uid, List<EsearchItem> items)
            implements ImapResponse {}

    /// A mailbox that was searched (RFC 7377 §2.1).
    record Source(MailboxName mailbox, UidValidity validity) {}

    /// SORT (RFC 5256 §4), with the highest mod-sequence where it was asked (RFC 7162 §3.1.6).
    record Sorted(long[] numbers, Optional<ModSeq> modSeq) implements ImapResponse {}

    /// THREAD (RFC 5256 §4)
    record Threads(ThreadForest threads) implements ImapResponse {}

    /// LIST or LSUB.
    ///
    /// @param name in Unicode; empty for the answer about the separator
    /// @param below which selection options match a mailbox below it (RFC 5258 §3.5)
    record Listed(boolean lsub, List<String> attributes, String name, List<String> below)
            implements ImapResponse {}

    /// LIST that tells under which name a mailbox goes here (RFC 9051 §6.3.9.7).
    ///
    /// @param old what the client calls it, where that is something else
    record NamedNow(String name, Optional<String> old) implements ImapResponse {}

    /// STATUS; values as the wire has them.
    record MailboxStatus(MailboxName mailbox, Map<String, String> values) implements ImapResponse {}

    /// Namespaces, access lists and annotations.
    sealed interface Sharing extends ImapResponse {}

    /// NAMESPACE (RFC 2342): the personal one has no prefix, the others have these.
    record Namespaces(String others, String shared) implements Sharing {}

    /// ACL (RFC 4314 §3.6): rights by identifier.
    record AclIs(MailboxName mailbox, Map<String, String> entries) implements Sharing {}

    /// LISTRIGHTS (RFC 4314 §3.7): rights that somebody always has, and those that can be granted.
    record RightsThere(
            MailboxName mailbox, String identifier, String required, List<String> optional)
            implements Sharing {}

    /// MYRIGHTS (RFC 4314 §3.8)
    record MyRightsAre(MailboxName mailbox, String rights) implements Sharing {}

    /// METADATA (RFC 5464 §4.4.1)
    ///
    /// @param mailbox empty for the server
    /// @param entries their values, empty where there is none
    record MetadataIs(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> entries)
            implements Sharing {}

    /// METADATA that tells which entries have changed (RFC 5464 §4.4.2).
    ///
    /// @param mailbox empty for the server
    record MetadataChanged(Optional<MailboxName> mailbox, List<String> entries)
            implements Sharing {}

    /// QUOTAROOT (RFC 9208 §4.2.2)
    record QuotaRoots(MailboxName mailbox, List<String> roots) implements ImapResponse {}

    /// QUOTA (RFC 9208 §4.2.1)
    record QuotaIs(String root, List<Resource> resources) implements ImapResponse {
        /// A resource: what is used, and how much may be.
        public record Resource(String name, long used, long limit) {}
    }

    /// ID (RFC 2971)
    record ServerId(Map<String, String> fields) implements ImapResponse {}

    /// FETCH
    record Fetched(long number, List<FetchValue> values) implements ImapResponse {}

    /// UIDFETCH (RFC 9586 §3.3)
    record UidFetched(Uid uid, List<FetchValue> values) implements ImapResponse {}
}
