package dev.jebi.useragent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON into maps, lists, strings, numbers and booleans; strictly, so that what a verb writes
/// is JSON for everybody (RFC 8259).
final class JsonTree {
    private final String text;
    private int at;

    private JsonTree(String text) {
        this.text = text;
    }

    static Object read(String text) {
        var tree = new JsonTree(text);
        Object value = tree.value();
        tree.blanks();
        if (tree.at != text.length()) {
            throw tree.bad("something follows");
        }
        return value;
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException(why + " at " + at + " of " + text);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        blanks();
        if (at == text.length()) {
            throw bad("it ends");
        }
        return text.charAt(at);
    }

    private void expect(String word) {
        if (!text.startsWith(word, at)) {
            throw bad("no " + word);
        }
        at += word.length();
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> {
                expect("true");
                yield true;
            }
            case 'f' -> {
                expect("false");
                yield false;
            }
            default -> number();
        };
    }

    private Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        expect("{");
        while (peek() != '}') {
            if (!object.isEmpty()) {
                expect(",");
                blanks();
            }
            String name = string();
            blanks();
            expect(":");
            if (object.put(name, value()) != null) {
                throw bad("twice " + name);
            }
        }
        at++;
        return object;
    }

    private List<Object> array() {
        var array = new ArrayList<Object>();
        expect("[");
        while (peek() != ']') {
            if (!array.isEmpty()) {
                expect(",");
            }
            array.add(value());
        }
        at++;
        return array;
    }

    private String string() {
        var string = new StringBuilder();
        expect("\"");
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw bad("a control character");
            }
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case 'u' -> {
                    string.append((char) Integer.parseInt(text, at, at + 4, 16));
                    at += 4;
                }
                case 'n' -> string.append('\n');
                case 't' -> string.append('\t');
                case '"', '\\', '/' -> string.append(escape);
                default -> throw bad("an escape " + escape);
            }
        }
        at++;
        return string.toString();
    }

    private BigDecimal number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw bad("no value");
        }
        return new BigDecimal(text.substring(from, at));
    }
}
