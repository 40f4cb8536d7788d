package dev.jebi.sieve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How values of a message are compared with the keys of a test (RFC 5228 §2.7).
///
/// @param relation of `:count` and `:value`; means nothing elsewhere
/// @param captures whether wildcards set match variables (RFC 5229 §3.2; RFC 5173 §6: not in
///   `body`)
record Match(Kind kind, Relation relation, Collation collation, boolean captures) {
    /// The match types.
    enum Kind {
        IS,
        CONTAINS,
        MATCHES,
        COUNT,
        VALUE,
        LIST
    }

    /// Whether any value matches any key.
    boolean any(Evaluation run, List<String> values, List<String> keys)
            throws SieveFault, IOException {
        if (kind == Kind.COUNT) {
            return count(run, values.size(), keys);
        }
        List<String> folded = folds() ? keys.stream().map(collation::folded).toList() : keys;
        for (String value : values) {
            run.spend(value.length());
            String plain = folds() ? collation.folded(value) : value;
            for (String key : folded) {
                if (one(run, value, plain, key)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether chars are compared, which are folded once then.
    private boolean folds() {
        return switch (kind) {
            case IS, CONTAINS, MATCHES -> collation != Collation.ASCII_NUMERIC;
            case COUNT, VALUE, LIST -> false;
        };
    }

    /// Whether a number of things stands in the relation to any key (RFC 5231 §4.2).
    boolean count(Evaluation run, int number, List<String> keys) throws SieveFault {
        for (String key : keys) {
            run.spend(key.length());
            if (relation.holds(collation.compare(Integer.toString(number), key))) {
                return true;
            }
        }
        return false;
    }

    private boolean one(Evaluation run, String value, String plain, String key)
            throws SieveFault, IOException {
        run.spend((long) plain.length() + key.length());
        return switch (kind) {
            case IS -> folds() ? plain.equals(key) : collation.equal(value, key);
            case CONTAINS -> TextSearch.indexOf(plain, key, 0) >= 0;
            case MATCHES -> matches(run, value, plain, key);
            case COUNT -> false;
            case VALUE -> relation.holds(collation.compare(value, key));
            case LIST -> listed(run, value, key);
        };
    }

    /// RFC 6134 §2.2; the value that is found is the match variable 0 (§2.5).
    private boolean listed(Evaluation run, String value, String key) throws IOException {
        boolean listed = run.environment().listed(ListNames.full(key), value);
        if (listed && captures && run.variables().enabled()) {
            run.variables().matched(List.of(value));
        }
        return listed;
    }

    private boolean matches(Evaluation run, String value, String plain, String key)
            throws SieveFault {
        List<int[]> spans = Wildcards.of(key).match(plain, run::spend);
        if (spans.isEmpty()) {
            return false;
        }
        if (captures && run.variables().enabled()) {
            int[] origins = collation.origins(value);
            int most = Math.min(spans.size(), run.limits().variables().matched() + 1);
            var matched = new ArrayList<String>(most);
            for (int[] span : spans.subList(0, most)) {
                matched.add(value.substring(origins[span[0]], origins[span[1]]));
            }
            run.variables().matched(matched);
        }
        return true;
    }
}
