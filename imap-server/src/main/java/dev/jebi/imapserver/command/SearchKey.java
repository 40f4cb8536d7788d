package dev.jebi.imapserver.command;

import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.UidSet;

import java.time.Duration;
import java.util.List;

/// What SEARCH asks (RFC 9051 §6.4.4), before sequence numbers have become UIDs.
public sealed interface SearchKey {
    /// What the store can be asked as it stands.
    record Query(SearchQuery query) implements SearchKey {}

    /// These messages.
    record Messages(MessageSet set) implements SearchKey {}

    /// These messages, whatever their numbers are by now.
    record Fixed(UidSet uids) implements SearchKey {}

    /// Messages with `\Recent` in this session.
    record Recent() implements SearchKey {}

    /// Messages of that EMAILID (RFC 8474 §5.3), as the client wrote it.
    record Email(String id) implements SearchKey {}

    /// Messages of that THREADID, as the client wrote it.
    record Thread(String id) implements SearchKey {}

    /// Messages that came that long ago at least, or at most (RFC 5032 §2).
    record Within(Duration interval, boolean older) implements SearchKey {}

    /// Messages that this holds for, more or less (RFC 6203 §3).
    record Fuzzy(SearchKey key) implements SearchKey {}

    /// All of them.
    record And(List<SearchKey> keys) implements SearchKey {}

    /// One of them.
    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    /// Not this one.
    record Not(SearchKey key) implements SearchKey {}
}
