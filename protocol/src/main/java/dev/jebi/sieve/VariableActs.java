package dev.jebi.sieve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands and the test of variables (RFC 5229), and `global` (RFC 6609 §3.4.1).
final class VariableActs {
    private static final String UNRESERVED = "-._~";

    private VariableActs() {}

    /// The modifiers of a command in the order in which they work (RFC 5229 §4.1, RFC 5435 §6).
    static List<String> modifiers(Call call) {
        var modifiers = new ArrayList<String>();
        for (String name :
                new String[] {
                    "lower",
                    "upper",
                    "lowerfirst",
                    "upperfirst",
                    "quotewildcard",
                    "encodeurl",
                    "length"
                }) {
            if (call.has(name)) {
                modifiers.add(name);
            }
        }
        return modifiers;
    }

    static String modified(String value, List<String> modifiers) {
        String now = value;
        for (String modifier : modifiers) {
            now =
                    switch (modifier) {
                        case "lower" -> now.toLowerCase(Locale.ROOT);
                        case "upper" -> now.toUpperCase(Locale.ROOT);
                        case "lowerfirst" -> first(now).toLowerCase(Locale.ROOT) + behindFirst(now);
                        case "upperfirst" -> first(now).toUpperCase(Locale.ROOT) + behindFirst(now);
                        case "quotewildcard" -> quoted(now);
                        case "encodeurl" -> percentEncoded(now);
                        case String _ -> Integer.toString(now.codePointCount(0, now.length()));
                    };
        }
        return now;
    }

    private static String first(String text) {
        return text.substring(0, text.offsetByCodePoints(0, text.isEmpty() ? 0 : 1));
    }

    private static String behindFirst(String text) {
        return text.substring(first(text).length());
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 8);
        for (char c : text.toCharArray()) {
            if (c == '*' || c == '?' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /// RFC 5435 §6: all but the unreserved characters of RFC 3986.
    static String percentEncoded(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xFF;
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                encoded.append((char) c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }

    /// The variable that a constant string names.
    static Optional<VariableName> name(Argument.Literal literal, Scope scope) {
        Optional<String> name = scope.constant(literal, "the name of a variable");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String lower = name.get().toLowerCase(Locale.ROOT);
        if (!TextReader.isName(lower)) {
            scope.error(literal.at(), "invalid variable name '" + name.get() + "'");
            return Optional.empty();
        }
        if (lower.contains(".") && !lower.startsWith("global.")) {
            // RFC 5229 §4: variables of namespaces are not set, unless their extension says so
            scope.error(
                    literal.at(),
                    "the variable '" + name.get() + "' has no namespace to be set in");
            return Optional.empty();
        }
        return scope.variable(lower, literal.at());
    }

    static Act set(Call call, Scope scope) {
        List<Argument.Literal> names = Call.literals(call.place(0));
        Optional<VariableName> name =
                names.isEmpty() ? Optional.empty() : name(names.getFirst(), scope);
        Text value = scope.text(call, 1);
        List<String> modifiers = modifiers(call);
        return run -> {
            if (name.isPresent()) {
                String text = value.value(run);
                run.spend((long) text.length() * (1 + modifiers.size()));
                run.variables().set(name.get(), modified(text, modifiers));
            }
            return Flow.NEXT;
        };
    }

    /// RFC 5229 §5.
    static Question string(Call call, Scope scope) {
        Match match = MatchReader.read(call, scope);
        List<Text> sources = scope.texts(call, 0);
        List<Text> keys = scope.texts(call, 1);
        return run -> {
            List<String> values = Scope.values(sources, run);
            List<String> wanted = Scope.values(keys, run);
            if (match.kind() == Match.Kind.COUNT) {
                int number = (int) values.stream().filter(v -> !v.isEmpty()).count();
                return match.count(run, number, wanted);
            }
            return match.any(run, values, wanted);
        };
    }

    static Act global(Call call, Scope scope) {
        if (!scope.has("variables")) {
            scope.error(call.at(), "the global command needs require \"variables\"");
        }
        for (Argument.Literal literal : Call.literals(call.place(0))) {
            String name = literal.text().toLowerCase(Locale.ROOT);
            if (!TextReader.isName(name) || name.contains(".")) {
                scope.error(literal.at(), "invalid variable name '" + literal.text() + "'");
            } else {
                scope.global(name);
                scope.variable(name, literal.at());
            }
        }
        return run -> Flow.NEXT;
    }
}
