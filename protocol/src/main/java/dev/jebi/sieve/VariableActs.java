package dev.jebi.sieve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands and the test of variables (RFC 5229), and `global` (RFC 6609 §3.4.1).
final class VariableActs {
    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

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

    static String modified(String value, List<String> modifiers, int most) {
        String now = value;
        for (String modifier : modifiers) {
            now =
                    switch (modifier) {
                        case "lower" -> now.toLowerCase(Locale.ROOT);
                        case "upper" -> now.toUpperCase(Locale.ROOT);
                        case "lowerfirst" -> first(now).toLowerCase(Locale.ROOT) + behindFirst(now);
                        case "upperfirst" -> first(now).toUpperCase(Locale.ROOT) + behindFirst(now);
                        case "quotewildcard" -> quoted(now, most);
                        case "encodeurl" -> percentEncoded(now, most);
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

    /// Cut so that no backslash stands without what it quotes.
    private static String quoted(String text, int most) {
        var quoted = new StringBuilder(text.length() + 8);
        for (char c : text.toCharArray()) {
            boolean wild = c == '*' || c == '?' || c == '\\';
            if (quoted.length() + (wild ? 2 : 1) > most) {
                break;
            }
            quoted.append(wild ? "\\" : "").append(c);
        }
        return quoted.toString();
    }

    /// RFC 5435 §6: all but the unreserved characters of RFC 3986; cut behind a whole character.
    static String percentEncoded(String text, int most) {
        var encoded = new StringBuilder(text.length() + 16);
        int end = 0;
        for (int at = 0; at < text.length() && encoded.length() <= most; ) {
            end = encoded.length();
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point < 128
                    && (Character.isLetterOrDigit(point) || UNRESERVED.indexOf(point) >= 0)) {
                encoded.append((char) point);
                continue;
            }
            for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        encoded.setLength(encoded.length() > most ? end : encoded.length());
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
                run.variables()
                        .set(
                                name.get(),
                                modified(text, modifiers, run.limits().variables().value()));
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
                scope.global(name, literal.at());
                scope.variable(name, literal.at());
            }
        }
        return run -> Flow.NEXT;
    }
}
