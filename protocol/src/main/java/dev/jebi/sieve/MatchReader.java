package dev.jebi.sieve;

import java.util.List;
import java.util.Optional;

/// The reader of a test's match type, relation and comparator (RFC 5228 §2.7).
final class MatchReader {
    private final Call call;
    private final Scope scope;

    private MatchReader(Call call, Scope scope) {
        this.call = call;
        this.scope = scope;
    }

    /// How the test compares, with wildcards that set match variables.
    static Match read(Call call, Scope scope) {
        return new MatchReader(call, scope).read(true);
    }

    /// How the test compares, with wildcards that leave match variables alone (RFC 5173 §6).
    static Match withoutCaptures(Call call, Scope scope) {
        return new MatchReader(call, scope).read(false);
    }

    private Match read(boolean captures) {
        Match.Kind kind = kind();
        Relation relation = relation(kind);
        Collation collation = collation();
        boolean substring = kind == Match.Kind.CONTAINS || kind == Match.Kind.MATCHES;
        if (substring && !collation.substrings()) {
            scope.error(
                    call.at(),
                    "the comparator "
                            + collation.id()
                            + " can't look for parts of a text; use :is or a relation");
        }
        return new Match(kind, relation, collation, captures);
    }

    private Match.Kind kind() {
        return switch (call.oneOf("contains", "matches", "count", "value", "list").orElse("is")) {
            case "contains" -> Match.Kind.CONTAINS;
            case "matches" -> Match.Kind.MATCHES;
            case "count" -> Match.Kind.COUNT;
            case "value" -> Match.Kind.VALUE;
            case "list" -> Match.Kind.LIST;
            case String _ -> Match.Kind.IS;
        };
    }

    private Relation relation(Match.Kind kind) {
        if (kind != Match.Kind.COUNT && kind != Match.Kind.VALUE) {
            return Relation.EQ;
        }
        Argument.Literal literal = literal(kind == Match.Kind.COUNT ? "count" : "value");
        Optional<Relation> relation = Relation.of(literal.text());
        if (relation.isEmpty()) {
            scope.error(
                    literal.at(), "a relation is one of gt, ge, lt, le, eq and ne (RFC 5231 §4)");
        }
        return relation.orElse(Relation.EQ);
    }

    private Collation collation() {
        if (!call.has("comparator")) {
            return Collation.ASCII_CASEMAP;
        }
        Argument.Literal literal = literal("comparator");
        Optional<String> id = scope.constant(literal, "the name of a comparator");
        Optional<Collation> collation = id.flatMap(Collation::of);
        if (id.isEmpty()) {
            return Collation.ASCII_CASEMAP;
        }
        if (collation.isEmpty()) {
            scope.error(literal.at(), "unknown comparator '" + id.get() + "'");
            return Collation.ASCII_CASEMAP;
        }
        String extension = "comparator-" + id.get();
        if (!SieveExtensions.BUILT_IN.contains(extension) && !scope.has(extension)) {
            scope.error(
                    literal.at(),
                    "the comparator '" + id.get() + "' needs require \"" + extension + "\"");
        }
        return collation.get();
    }

    private Argument.Literal literal(String tag) {
        List<Argument.Literal> literals = Call.literals(call.behind(tag));
        return literals.isEmpty() ? new Argument.Literal("", call.at()) : literals.getFirst();
    }
}
