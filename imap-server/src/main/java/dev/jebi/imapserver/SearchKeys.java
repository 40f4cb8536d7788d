package dev.jebi.imapserver;

import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.command.SearchKey;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.UidSet;

import java.time.InstantSource;

/// Makes of the keys of a search what a store can be asked: sequence numbers become UIDs, intervals
/// become times. For one thread.
record SearchKeys(SelectedMailbox view, InstantSource clock) {
    /// The query that a key asks now.
    SearchQuery query(SearchKey key) {
        return query(key, SearchQuery.Tolerance.SPELLING);
    }

    /// The same, where what is to be found more or less may differ only so.
    SearchQuery query(SearchKey key, SearchQuery.Tolerance tolerance) {
        return switch (key) {
            case SearchKey.Query(var query) -> query;
            case SearchKey.Messages(var set) -> new SearchQuery.Uids(view.uids(view.find(set)));
            case SearchKey.Fixed(var uids) -> new SearchQuery.Uids(uids);
            case SearchKey.Recent _ -> new SearchQuery.Uids(view.recent());
            case SearchKey.Email(var id) ->
                    ObjectIds.email(id).<SearchQuery>map(SearchQuery.HasEmail::new).orElse(NOTHING);
            case SearchKey.Thread(var id) ->
                    ObjectIds.thread(id)
                            .<SearchQuery>map(SearchQuery.InThread::new)
                            .orElse(NOTHING);
            case SearchKey.Within(var interval, boolean older) ->
                    new SearchQuery.Received(clock.instant().minus(interval), older);
            case SearchKey.Fuzzy(var inner) ->
                    new SearchQuery.Fuzzy(query(inner, tolerance), tolerance);
            case SearchKey.And(var keys) ->
                    new SearchQuery.And(keys.stream().map(k -> query(k, tolerance)).toList());
            case SearchKey.Or(var left, var right) ->
                    new SearchQuery.Or(query(left, tolerance), query(right, tolerance));
            case SearchKey.Not(var not) -> new SearchQuery.Not(query(not, tolerance));
        };
    }

    private static final SearchQuery NOTHING = new SearchQuery.Uids(UidSet.EMPTY);

    /// The key as it is asked again later: sequence numbers and `$` name the messages that they
    /// name now (RFC 5267 §4.3).
    SearchKey fixed(SearchKey key) {
        return switch (key) {
            case SearchKey.Messages(var set)
                    when set instanceof MessageSet.Numbers || set.saved() ->
                    new SearchKey.Fixed(view.uids(view.find(set)));
            case SearchKey.And(var keys) ->
                    new SearchKey.And(keys.stream().map(this::fixed).toList());
            case SearchKey.Or(var left, var right) -> new SearchKey.Or(fixed(left), fixed(right));
            case SearchKey.Not(var not) -> new SearchKey.Not(fixed(not));
            case SearchKey.Fuzzy(var inner) -> new SearchKey.Fuzzy(fixed(inner));
            case SearchKey.Query _,
                    SearchKey.Messages _,
                    SearchKey.Fixed _,
                    SearchKey.Recent _,
                    SearchKey.Email _,
                    SearchKey.Thread _,
                    SearchKey.Within _ ->
                    key;
        };
    }

    /// Whether what the key asks changes as time goes by.
    static boolean timed(SearchKey key) {
        return switch (key) {
            case SearchKey.Within _ -> true;
            case SearchKey.And(var keys) -> keys.stream().anyMatch(SearchKeys::timed);
            case SearchKey.Or(var left, var right) -> timed(left) || timed(right);
            case SearchKey.Not(var not) -> timed(not);
            case SearchKey.Fuzzy(var inner) -> timed(inner);
            case SearchKey.Query _,
                    SearchKey.Messages _,
                    SearchKey.Fixed _,
                    SearchKey.Recent _,
                    SearchKey.Email _,
                    SearchKey.Thread _ ->
                    false;
        };
    }

    /// Whether the key names messages by sequence number.
    static boolean numbered(SearchKey key) {
        return switch (key) {
            case SearchKey.Messages(var set) -> set instanceof MessageSet.Numbers && !set.saved();
            case SearchKey.And(var keys) -> keys.stream().anyMatch(SearchKeys::numbered);
            case SearchKey.Or(var left, var right) -> numbered(left) || numbered(right);
            case SearchKey.Not(var not) -> numbered(not);
            case SearchKey.Fuzzy(var inner) -> numbered(inner);
            case SearchKey.Query _,
                    SearchKey.Within _,
                    SearchKey.Fixed _,
                    SearchKey.Recent _,
                    SearchKey.Email _,
                    SearchKey.Thread _ ->
                    false;
        };
    }
}
