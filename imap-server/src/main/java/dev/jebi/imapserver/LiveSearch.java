package dev.jebi.imapserver;

import dev.jebi.imapserver.command.SearchKey;
import dev.jebi.imapserver.command.SortCriterion;
import dev.jebi.imapserver.order.Ordering;
import dev.jebi.imapserver.order.Placed;
import dev.jebi.imapserver.response.EsearchItem;
import dev.jebi.imapserver.response.EsearchItem.Place;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/// A search whose result the client is told of as it changes (RFC 5267 §4.3). For one thread.
final class LiveSearch {
    private final Asked asked;
    private final SearchKeys keys;
    private final SelectedMailbox view;

    /// What the client knows as the result: by UID and, where it is sorted, in order.
    private UidSet found;

    private final List<Placed> placed;

    /// What was asked.
    ///
    /// @param criteria what the results are sorted by; none where the order is the mailbox's
    record Asked(
            String tag,
            Optional<ImapResponse.Source> source,
            boolean uid,
            SearchKey key,
            List<SortCriterion> criteria) {
        boolean sorted() {
            return !criteria.isEmpty();
        }
    }

    LiveSearch(Asked asked, SearchKeys keys, UidSet found, List<Placed> placed) {
        this.asked = asked;
        this.keys = keys;
        this.view = keys.view();
        this.found = found;
        this.placed = new ArrayList<>(placed);
    }

    String tag() {
        return asked.tag();
    }

    /// How many results are kept in order.
    int sorted() {
        return placed.size();
    }

    boolean timed() {
        return SearchKeys.timed(asked.key());
    }

    /// Tells that these are results no longer; they are still in the view.
    void without(long[] uids, Responder out) throws IOException {
        long[] gone = Arrays.stream(uids).filter(found::contains).toArray();
        if (gone.length > 0) {
            tell(List.of(remove(UidSet.of(gone))), out);
        }
    }

    /// Looks at these messages of the view again, and tells which are results now and which are not
    /// any more.
    void look(UidSet touched, Responder out) throws IOException {
        var query = keys.query(asked.key());
        var both = new SearchQuery.And(List.of(new SearchQuery.Uids(touched), query));
        long[] matching =
                Arrays.stream(view.mailbox().search(both))
                        .filter(uid -> view.number(uid) > 0)
                        .toArray();
        var now = UidSet.of(matching);
        long[] added = Arrays.stream(matching).filter(uid -> !found.contains(uid)).toArray();
        long[] removed =
                Arrays.stream(view.uidsIn(touched))
                        .filter(uid -> found.contains(uid) && !now.contains(uid))
                        .toArray();
        var places = asked.sorted() ? places(UidSet.of(added)) : List.<Placed>of();
        var items = new ArrayList<EsearchItem>(2);
        if (removed.length > 0) {
            items.add(remove(UidSet.of(removed)));
        }
        if (added.length > 0) {
            items.add(add(added, places));
        }
        if (!items.isEmpty()) {
            tell(items, out);
        }
    }

    private void tell(List<EsearchItem> items, Responder out) throws IOException {
        out.send(new ImapResponse.Esearch(tag(), asked.source(), asked.uid(), items));
    }

    private List<Placed> places(UidSet uids) throws IOException {
        boolean scored =
                asked.criteria().stream().anyMatch(c -> c.key() == SortCriterion.Key.RELEVANCY);
        LongUnaryOperator score = _ -> 0;
        if (scored) {
            var relevancy = Relevancy.of(keys, asked.key(), view.mailbox(), uids);
            score = relevancy::score;
        }
        return new Ordering(asked.criteria(), score).sort(view.mailbox(), uids);
    }

    private Place place(long position, long... uids) {
        return new Place(
                position, asked.uid() ? uids : Arrays.stream(uids).map(view::number).toArray());
    }

    /// Takes results out; of sorted ones the last first, so that positions stay what they are.
    private EsearchItem remove(UidSet gone) {
        long[] uids = gone.stream().toArray();
        found = UidSet.of(found.stream().filter(uid -> !gone.contains(uid)).toArray());
        if (!asked.sorted()) {
            return new EsearchItem.RemoveFrom(List.of(place(0, uids)));
        }
        var places = new ArrayList<Place>();
        for (int end = placed.size(); end > 0; ) {
            int from = end;
            while (from > 0 && gone.contains(placed.get(from - 1).uid())) {
                from--;
            }
            if (from < end) {
                var run = placed.subList(from, end);
                places.add(place(from + 1L, uids(run)));
                run.clear();
            }
            end = Math.min(from, end - 1);
        }
        return new EsearchItem.RemoveFrom(places);
    }

    /// Puts results in; of sorted ones the first first, each where it belongs by then.
    private EsearchItem add(long[] added, List<Placed> sorted) {
        found = UidSet.of(LongStream.concat(found.stream(), Arrays.stream(added)).toArray());
        if (!asked.sorted()) {
            return new EsearchItem.AddTo(List.of(place(0, added)));
        }
        var order = new Ordering(asked.criteria(), _ -> 0);
        var places = new ArrayList<Place>();
        for (int i = 0; i < sorted.size(); ) {
            int at = -Collections.binarySearch(placed, sorted.get(i), order) - 1;
            int end = i + 1;
            while (end < sorted.size() && before(order, sorted.get(end), at)) {
                end++;
            }
            var run = List.copyOf(sorted.subList(i, end));
            places.add(place(at + 1L, uids(run)));
            placed.addAll(at, run);
            i = end;
        }
        return new EsearchItem.AddTo(places);
    }

    private boolean before(Ordering order, Placed one, int at) {
        return at == placed.size() || order.compare(one, placed.get(at)) < 0;
    }

    private static long[] uids(List<Placed> run) {
        return run.stream().mapToLong(Placed::uid).toArray();
    }
}
