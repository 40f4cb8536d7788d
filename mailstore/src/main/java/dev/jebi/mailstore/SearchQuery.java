package dev.jebi.mailstore;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What SEARCH asks (RFC 9051 §6.4.4), with sequence numbers already turned into UIDs. Text is
/// found as a substring, without regard to case, in what was decoded, in every script.
public sealed interface SearchQuery {
    /// Every message.
    record All() implements SearchQuery {}

    /// These UIDs.
    record Uids(UidSet uids) implements SearchQuery {}

    /// A system flag is set.
    record HasFlag(Flags.System flag) implements SearchQuery {}

    /// A keyword is set.
    record HasKeyword(String keyword) implements SearchQuery {}

    /// More octets than this.
    record Larger(long octets) implements SearchQuery {}

    /// Fewer octets than this.
    record Smaller(long octets) implements SearchQuery {}

    /// The internal date's day is before, on, or on or after this one.
    record Internal(When when, LocalDate day) implements SearchQuery {}

    /// The internal date is at this second or before it, or at it or later (RFC 5032 §2).
    record Received(Instant at, boolean before) implements SearchQuery {}

    /// The day on which it came into this mailbox is before, on, or on or after this one (RFC 8514
    /// §4.3).
    record Saved(When when, LocalDate day) implements SearchQuery {}

    /// It is known when messages came into this mailbox (RFC 8514 §4.3).
    record SaveDates() implements SearchQuery {}

    /// It has this identity (RFC 8474 §5.1).
    record HasEmail(EmailId email) implements SearchQuery {}

    /// It is in this thread (RFC 8474 §5.2).
    record InThread(ThreadId thread) implements SearchQuery {}

    /// The day of the Date field is before, on, or on or after this one; zone and time do not
    /// count.
    record Sent(When when, LocalDate day) implements SearchQuery {}

    /// A header field has this text; empty text: the field is there.
    record Header(String field, String text) implements SearchQuery {}

    /// An address field (From, To, Cc, Bcc) has this text.
    record AddressField(Field field, String text) implements SearchQuery {}

    /// The subject has this text.
    record Subject(String text) implements SearchQuery {}

    /// The body has this text.
    record Body(String text) implements SearchQuery {}

    /// Header section or body has this text.
    record Text(String text) implements SearchQuery {}

    /// Changed at or after this mod-sequence (RFC 7162 §3.1.5).
    record ChangedSince(ModSeq modSeq) implements SearchQuery {}

    /// All of them.
    record And(List<SearchQuery> queries) implements SearchQuery {}

    /// One of them.
    record Or(SearchQuery left, SearchQuery right) implements SearchQuery {}

    /// Not this one.
    record Not(SearchQuery query) implements SearchQuery {}

    /// More or less this one (RFC 6203 §3): its texts are found by their words.
    record Fuzzy(SearchQuery query, Tolerance tolerance) implements SearchQuery {}

    /// What a text may differ in.
    enum Tolerance {
        /// Nothing.
        NONE,
        /// The order of the words, and what stands between them.
        ORDER,
        /// The spelling of longer words as well.
        SPELLING
    }

    /// A day, compared.
    enum When {
        /// BEFORE
        BEFORE,
        /// ON
        ON,
        /// SINCE
        SINCE
    }

    /// An address field.
    enum Field {
        /// From
        FROM,
        /// To
        TO,
        /// Cc
        CC,
        /// Bcc
        BCC
    }
}
