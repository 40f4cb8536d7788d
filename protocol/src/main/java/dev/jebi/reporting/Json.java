package dev.jebi.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads JSON (RFC 8259) of bounded size and depth into values.
final class Json {
    private static final int DEPTH = 32;
    private static final int MOST_VALUES = 1_000_000;

    private final String text;
    private int at;
    private int values;

    private Json(String text) {
        this.text = text;
    }

    /// A value.
    sealed interface Value {
        /// A member; nothing where this is no object or has none of that name.
        default Value get(String name) {
            return this instanceof Members(var all)
                    ? all.getOrDefault(name, new Nothing())
                    : new Nothing();
        }

        /// The elements; none where this is no array.
        default List<Value> elements() {
            return this instanceof Elements(var all) ? all : List.of();
        }

        /// Text, or what stands for it; empty for all else.
        default String string() {
            return switch (this) {
                case Text(var text) -> text;
                case Number(var number) -> number;
                case Members _, Elements _, Flag _, Nothing _ -> "";
            };
        }

        /// A number without sign or fraction; 0 for all else.
        default long count() {
            String digits = string();
            return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
        }

        /// Whether it is there.
        default boolean present() {
            return !(this instanceof Nothing);
        }
    }

    record Members(Map<String, Value> all) implements Value {}

    record Elements(List<Value> all) implements Value {}

    record Text(String text) implements Value {}

    record Number(String number) implements Value {}

    record Flag(boolean on) implements Value {}

    record Nothing() implements Value {}

    static Value parse(String text) throws NoReport {
        var json = new Json(text);
        var value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw json.bad("something behind the end");
        }
        return value;
    }

    private Value value(int depth) throws NoReport {
        if (depth > DEPTH || ++values > MOST_VALUES) {
            throw bad("too deep or too much");
        }
        space();
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> new Text(string());
            case 't' -> word("true", new Flag(true));
            case 'f' -> word("false", new Flag(false));
            case 'n' -> word("null", new Nothing());
            default -> number();
        };
    }

    private Value members(int depth) throws NoReport {
        var all = new LinkedHashMap<String, Value>();
        at++;
        space();
        while (peek() != '}') {
            space();
            String name = string();
            space();
            expect(':');
            all.put(name, value(depth + 1));
            space();
            if (peek() == ',') {
                at++;
                space();
            } else if (peek() != '}') {
                throw bad("no comma");
            }
        }
        at++;
        return new Members(all);
    }

    private Value elements(int depth) throws NoReport {
        var all = new ArrayList<Value>();
        at++;
        space();
        while (peek() != ']') {
            all.add(value(depth + 1));
            space();
            if (peek() == ',') {
                at++;
                space();
            } else if (peek() != ']') {
                throw bad("no comma");
            }
        }
        at++;
        return new Elements(all);
    }

    private Value number() throws NoReport {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw bad("no value");
        }
        return new Number(text.substring(from, at));
    }

    private Value word(String word, Value value) throws NoReport {
        if (!text.startsWith(word, at)) {
            throw bad("no value");
        }
        at += word.length();
        return value;
    }

    private String string() throws NoReport {
        expect('"');
        var found = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return found.toString();
            }
            found.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws NoReport {
        char c = peek();
        at++;
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() throws NoReport {
        String digits = text.substring(at, Math.min(text.length(), at + 4));
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            throw bad("a bad escape");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private char peek() throws NoReport {
        if (at >= text.length()) {
            throw bad("cut off");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws NoReport {
        if (peek() != wanted) {
            throw bad("no " + wanted);
        }
        at++;
    }

    private void space() {
        while (at < text.length() && " \t\r\n\uFEFF".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private NoReport bad(String why) {
        return new NoReport("no JSON: " + why + " at " + at);
    }

    /// The first that is there.
    static Optional<Value> first(Value of, String... names) {
        for (String name : names) {
            var value = of.get(name);
            if (value.present()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
