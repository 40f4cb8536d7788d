package dev.jebi.mailstore;

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
