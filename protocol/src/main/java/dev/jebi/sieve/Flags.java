package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// IMAP flags (RFC 5232).
final class Flags {
    private static final Set<String> SYSTEM =
            Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

    private static final int MOST = 256;
    private static final int LONGEST = 255;

    private Flags() {}

    /// The flags of a `:flags` tag; empty when there is none.
    static Optional<List<Text>> tag(Call call, Scope scope) {
        return call.has("flags")
                ? Optional.of(scope.texts(call.behind("flags")))
                : Optional.empty();
    }

    /// The flags of a tag, or the current ones (RFC 5232 §2).
    static List<String> of(Optional<List<Text>> tag, Evaluation run) throws SieveFault {
        return tag.isPresent() ? list(Scope.values(tag.get(), run)) : run.flags();
    }

    /// The flags in strings: words, each once, without regard to case (RFC 5232 §2.1); words that
    /// can be no flag are left out.
    static List<String> list(List<String> strings) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (String string : strings) {
            for (String word : string.split("[ \t\r\n]+", -1)) {
                if (flag(word) && flags.size() < MOST) {
                    flags.putIfAbsent(word.toLowerCase(Locale.ROOT), word);
                }
            }
        }
        return List.copyOf(flags.values());
    }

    /// A flag is an atom, or a system flag; \Recent is none that can be set.
    private static boolean flag(String word) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return false;
        }
        if (word.startsWith("\\")) {
            return SYSTEM.contains(word.toLowerCase(Locale.ROOT));
        }
        return word.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
    }

    static Act act(Call call, Scope scope) {
        Optional<VariableName> variable = variable(call, scope);
        List<Text> wanted = scope.texts(call, 1);
        String name = call.name();
        return run -> {
            List<String> before = variable.isPresent() ? read(variable.get(), run) : run.flags();
            List<String> named = list(Scope.values(wanted, run));
            List<String> after =
                    switch (name) {
                        case "setflag" -> named;
                        case "addflag" -> joined(before, named);
                        case String _ -> without(before, named);
                    };
            if (variable.isPresent()) {
                run.variables().set(variable.get(), String.join(" ", after));
            } else {
                run.flags(after);
            }
            return Flow.NEXT;
        };
    }

    private static List<String> read(VariableName variable, Evaluation run) {
        return list(List.of(run.variables().get(variable)));
    }

    private static List<String> joined(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return list(all);
    }

    private static List<String> without(List<String> flags, List<String> gone) {
        var left = new ArrayList<>(flags);
        left.removeIf(f -> gone.stream().anyMatch(f::equalsIgnoreCase));
        return left;
    }

    /// RFC 5232 §3: a variable can be named only when the script requires variables.
    private static Optional<VariableName> variable(Call call, Scope scope) {
        List<Argument.Literal> literals = Call.literals(call.place(0));
        if (literals.isEmpty()) {
            return Optional.empty();
        }
        Argument.Literal literal = literals.getFirst();
        if (!scope.has("variables")) {
            scope.error(
                    literal.at(),
                    "the " + call.name() + " command with a variable needs require \"variables\"");
            return Optional.empty();
        }
        return VariableActs.name(literal, scope);
    }

    static Question test(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        var variables = new ArrayList<VariableName>();
        List<Argument.Literal> literals = Call.literals(call.place(0));
        if (!literals.isEmpty() && !scope.has("variables")) {
            scope.error(
                    literals.getFirst().at(),
                    "the hasflag test with variables needs require \"variables\"");
        } else {
            literals.forEach(l -> VariableActs.name(l, scope).ifPresent(variables::add));
        }
        List<Text> keys = scope.texts(call, 1);
        return run -> {
            var flags = new ArrayList<String>();
            if (literals.isEmpty()) {
                flags.addAll(run.flags());
            }
            for (VariableName variable : variables) {
                flags.addAll(read(variable, run));
            }
            List<String> wanted = Scope.values(keys, run);
            // RFC 5232 §4: keys are flag lists too, but for numbers
            boolean numbers = match.kind() == Match.Kind.COUNT || match.kind() == Match.Kind.VALUE;
            return match.any(run, flags, numbers ? wanted : words(wanted));
        };
    }

    private static List<String> words(List<String> strings) {
        var words = new ArrayList<String>();
        for (String string : strings) {
            for (String word : string.split("[ \t\r\n]+", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }
}
