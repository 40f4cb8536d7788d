package dev.jebi.imapserver.response;

import java.util.List;

/// Writes ESEARCH responses (RFC 4466 §2.6.2, RFC 7377 §4).
final class EsearchEncoder {
    private EsearchEncoder() {}

    /// Writes what comes behind the correlator.
    static void items(Octets out, boolean uid, List<EsearchItem> items) {
        out.put(uid ? " UID" : "");
        items.forEach(item -> item(out, item));
    }

    private static void item(Octets out, EsearchItem item) {
        switch (item) {
            case EsearchItem.Min(long number) -> out.put(" MIN ").put(number);
            case EsearchItem.Max(long number) -> out.put(" MAX ").put(number);
            case EsearchItem.Count(long results) -> out.put(" COUNT ").put(results);
            case EsearchItem.All(var numbers) -> set(out.put(" ALL "), numbers);
            case EsearchItem.Partial(var range, var numbers) -> {
                out.put(" PARTIAL (").put(range.toString()).put(' ');
                if (numbers.length == 0) {
                    out.put("NIL");
                } else {
                    set(out, numbers);
                }
                out.put(')');
            }
            case EsearchItem.Relevancy(var scores) -> {
                out.put(" RELEVANCY (");
                for (int i = 0; i < scores.length; i++) {
                    out.put(i == 0 ? "" : " ").put(scores[i]);
                }
                out.put(')');
            }
            case EsearchItem.Highest(var modSeq) -> out.put(" MODSEQ ").put(modSeq.value());
            case EsearchItem.AddTo(var places) -> places(out.put(" ADDTO"), places);
            case EsearchItem.RemoveFrom(var places) -> places(out.put(" REMOVEFROM"), places);
        }
    }

    private static void places(Octets out, List<EsearchItem.Place> places) {
        String before = " (";
        for (EsearchItem.Place place : places) {
            out.put(before).put(place.position()).put(' ');
            set(out, place.numbers());
            before = " ";
        }
        out.put(')');
    }

    /// A `sequence-set` in the order of the numbers; only what ascends becomes a range (RFC 5267
    /// §3.2).
    static void set(Octets out, long[] numbers) {
        for (int from = 0; from < numbers.length; ) {
            int to = from;
            while (to + 1 < numbers.length && numbers[to + 1] == numbers[to] + 1) {
                to++;
            }
            out.put(from == 0 ? "" : ",").put(numbers[from]);
            if (to > from) {
                out.put(':').put(numbers[to]);
            }
            from = to + 1;
        }
    }
}
