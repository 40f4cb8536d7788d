package dev.jebi.imapserver.response;

import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UidValidity;

import java.util.List;
import java.util.Optional;

/// What stands in brackets in a status response (RFC 9051 §7.1, RFC 5530).
public sealed interface ResponseCode {
    /// Codes without arguments.
    enum Word implements ResponseCode {
        /// To be shown to the person.
        ALERT("ALERT"),
        /// There is one of that name.
        ALREADYEXISTS("ALREADYEXISTS"),
        /// The credentials were not right.
        AUTHENTICATIONFAILED("AUTHENTICATIONFAILED"),
        /// It can never be done.
        CANNOT("CANNOT"),
        /// The mailbox that was selected is not any more.
        CLOSED("CLOSED"),
        /// The client is at fault.
        CLIENTBUG("CLIENTBUG"),
        /// Some of the messages are gone.
        EXPUNGEISSUED("EXPUNGEISSUED"),
        /// More than is granted.
        LIMIT("LIMIT"),
        /// There is none of that name.
        NONEXISTENT("NONEXISTENT"),
        /// Not allowed.
        NOPERM("NOPERM"),
        /// The quota does not hold it.
        OVERQUOTA("OVERQUOTA"),
        /// There is too much to be told of (RFC 5465 §5.8).
        NOTIFICATIONOVERFLOW("NOTIFICATIONOVERFLOW"),
        /// Not without TLS.
        PRIVACYREQUIRED("PRIVACYREQUIRED"),
        /// The mailbox is open for reading only.
        READ_ONLY("READ-ONLY"),
        /// The mailbox is open for reading and writing.
        READ_WRITE("READ-WRITE"),
        /// The server is at fault.
        SERVERBUG("SERVERBUG"),
        /// The transfer encoding of a part is not known (RFC 3516 §4.3).
        UNKNOWN_CTE("UNKNOWN-CTE"),
        /// The message is too large (RFC 4469 §4.2, RFC 7889 §4).
        TOOBIG("TOOBIG"),
        /// No more annotations can be made (RFC 5464 §4.3).
        METADATA_TOOMANY("METADATA TOOMANY"),
        /// CREATE would help.
        TRYCREATE("TRYCREATE"),
        /// A sequence number, where there are only UIDs (RFC 9586 §3.2).
        UIDREQUIRED("UIDREQUIRED"),
        /// UIDs of this mailbox are others each time (RFC 4315 §3).
        UIDNOTSTICKY("UIDNOTSTICKY"),
        /// For now it cannot be done.
        UNAVAILABLE("UNAVAILABLE"),
        /// The special use cannot be had (RFC 6154 §3).
        USEATTR("USEATTR");

        private final String word;

        Word(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// RFC 9051 §7.1
    record Capability(List<String> names) implements ResponseCode {}

    /// RFC 9051 §7.1; `any` for `\*`: other keywords may be made.
    record PermanentFlags(Flags flags, boolean any) implements ResponseCode {}

    /// RFC 9051 §7.1
    record UidNext(Uid uid) implements ResponseCode {}

    /// RFC 9051 §7.1
    record UidIs(UidValidity validity) implements ResponseCode {}

    /// The sequence number of the first message without `\Seen` (RFC 3501 §7.1).
    record Unseen(long number) implements ResponseCode {}

    /// RFC 7162 §3.1.2.1
    record HighestModSeq(ModSeq modSeq) implements ResponseCode {}

    /// RFC 7162 §3.1.3; sequence numbers or UIDs, as the command had them.
    record Modified(UidSet messages) implements ResponseCode {}

    /// RFC 4315 §3
    record AppendUid(UidValidity validity, List<Uid> uids) implements ResponseCode {}

    /// RFC 4315 §3
    record CopyUid(UidValidity validity, List<Uid> from, List<Uid> to) implements ResponseCode {}

    /// RFC 3501 §7.1
    record BadCharset(List<String> known) implements ResponseCode {}

    /// More messages than one command may ask for (RFC 9738 §3.1).
    ///
    /// @param lowest the lowest UID that was seen to, where some were
    record MessageLimit(long limit, Optional<Uid> lowest) implements ResponseCode {}

    /// A command that takes its time (RFC 9585 §4).
    ///
    /// @param tag of the command
    record InProgress(String tag) implements ResponseCode {}

    /// RFC 5267 §4.3.1
    record NoUpdate(String tag) implements ResponseCode {}

    /// RFC 5464 §4.2.1: the octets of the largest value that was left out.
    record LongEntries(long octets) implements ResponseCode {}

    /// RFC 5464 §4.3: the most octets that a value may have.
    record MetadataMaxSize(long octets) implements ResponseCode {}

    /// RFC 4469 §4.1; the URL as the client wrote it.
    record BadUrl(String url) implements ResponseCode {}

    /// RFC 5465 §5: the events that there are.
    record BadEvent(List<String> known) implements ResponseCode {}

    /// RFC 8474 §4.1
    record MailboxIdentity(String id) implements ResponseCode {}
}
