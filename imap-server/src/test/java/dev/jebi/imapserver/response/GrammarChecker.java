package dev.jebi.imapserver.response;

import java.util.ArrayList;
import java.util.List;

/// Reads what the encoder wrote as a strict client would (RFC 3501 §9), and checks `envelope` and
/// `body` against their productions.
final class GrammarChecker {
    /// A value: NIL, a string, a number, or a list.
    sealed interface Value {}

    record Nil() implements Value {}

    record Text(String octets) implements Value {}

    record Digits(long number) implements Value {}

    record Parenthesised(List<Value> values) implements Value {}

    private final String wire;
    private int at;

    private GrammarChecker(String wire) {
        this.wire = wire;
    }

    /// The value that begins at `from`, and ends before `)` and the end of the response.
    static Value read(String wire, int from) {
        var checker = new GrammarChecker(wire);
        checker.at = from;
        var value = checker.value();
        check(wire.substring(checker.at).equals(")\r\n"), "the end of the response");
        return value;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not in the grammar: " + what);
        }
    }

    private Value value() {
        char c = wire.charAt(at);
        if (c == '(') {
            at++;
            var values = new ArrayList<Value>();
            while (wire.charAt(at) != ')') {
                if (!values.isEmpty() && wire.charAt(at) == ' ') {
                    at++;
                } else {
                    // parts and addresses stand side by side, without a space
                    check(values.isEmpty() || wire.charAt(at) == '(', "a space");
                }
                values.add(value());
            }
            at++;
            return new Parenthesised(values);
        }
        if (c == '"') {
            return quoted();
        }
        if (c == '{') {
            return literal();
        }
        if (wire.startsWith("NIL", at)) {
            at += 3;
            return new Nil();
        }
        int from = at;
        while (wire.charAt(at) >= '0' && wire.charAt(at) <= '9') {
            at++;
        }
        check(at > from, "a value at " + from);
        return new Digits(Long.parseLong(wire.substring(from, at)));
    }

    private Value quoted() {
        var text = new StringBuilder();
        at++;
        while (wire.charAt(at) != '"') {
            if (wire.charAt(at) == '\\') {
                at++;
                check("\"\\".indexOf(wire.charAt(at)) >= 0, "an escape");
            }
            char c = wire.charAt(at++);
            check(c > 0 && c < 0x80 && c != '\r' && c != '\n', "an octet in a quoted string");
            text.append(c);
        }
        at++;
        return new Text(text.toString());
    }

    private Value literal() {
        int end = wire.indexOf("}\r\n", at);
        int octets = Integer.parseInt(wire.substring(at + 1, end));
        at = end + 3 + octets;
        String text = wire.substring(end + 3, at);
        check(text.indexOf('\0') < 0, "NUL in a literal");
        return new Text(text);
    }

    static void envelope(Value value) {
        var values = list(value);
        check(values.size() == 10, "ten elements of an envelope");
        for (int i = 0; i < 10; i++) {
            if (i < 2 || i > 7) {
                nstring(values.get(i));
            } else if (!(values.get(i) instanceof Nil)) {
                var addresses = list(values.get(i));
                check(!addresses.isEmpty(), "an address list that is not empty");
                addresses.forEach(GrammarChecker::address);
            }
        }
    }

    private static void address(Value value) {
        check(list(value).size() == 4, "four elements of an address");
        list(value).forEach(GrammarChecker::nstring);
    }

    static void body(Value value, boolean extended) {
        var values = list(value);
        int at = 0;
        while (values.get(at) instanceof Parenthesised) {
            body(values.get(at++), extended);
        }
        if (at > 0) {
            string(values.get(at++));
            if (extended) {
                parameters(values.get(at++));
                tail(values, at);
                at += 3;
            }
        } else {
            at = single(values, extended);
        }
        check(values.size() == at, "the end of a body: " + values);
    }

    private static int single(List<Value> values, boolean extended) {
        String type = string(values.get(0));
        String subtype = string(values.get(1));
        parameters(values.get(2));
        nstring(values.get(3));
        nstring(values.get(4));
        string(values.get(5));
        number(values.get(6));
        int at = 7;
        if (type.equalsIgnoreCase("text")) {
            number(values.get(at++));
        } else if (type.equalsIgnoreCase("message") && subtype.equalsIgnoreCase("rfc822")) {
            envelope(values.get(at++));
            body(values.get(at++), extended);
            number(values.get(at++));
        }
        if (extended) {
            nstring(values.get(at++));
            tail(values, at);
            at += 3;
        }
        return at;
    }

    /// Disposition, languages, location.
    private static void tail(List<Value> values, int at) {
        if (!(values.get(at) instanceof Nil)) {
            var disposition = list(values.get(at));
            check(disposition.size() == 2, "a disposition");
            string(disposition.getFirst());
            parameters(disposition.getLast());
        }
        if (values.get(at + 1) instanceof Parenthesised(var languages)) {
            check(!languages.isEmpty(), "languages");
            languages.forEach(GrammarChecker::string);
        } else {
            nstring(values.get(at + 1));
        }
        nstring(values.get(at + 2));
    }

    private static void parameters(Value value) {
        if (!(value instanceof Nil)) {
            var parameters = list(value);
            check(!parameters.isEmpty() && parameters.size() % 2 == 0, "parameters");
            parameters.forEach(GrammarChecker::string);
        }
    }

    private static List<Value> list(Value value) {
        check(value instanceof Parenthesised, "a list: " + value);
        return ((Parenthesised) value).values();
    }

    private static void nstring(Value value) {
        check(value instanceof Nil || value instanceof Text, "nstring: " + value);
    }

    private static String string(Value value) {
        check(value instanceof Text, "a string: " + value);
        return ((Text) value).octets();
    }

    private static void number(Value value) {
        check(value instanceof Digits, "a number: " + value);
    }
}
