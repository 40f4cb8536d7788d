package dev.jebi.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A reader of JSON (RFC 8259): strict, of bounded depth, and a name may stand once in an object,
/// so that no two readers see different things. For one text.
public final class JsonReader {
    private static final int DEEPEST = 16;
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private int at;

    /// Ends the reading; caught in [#read].
    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson() {
            super("not JSON", null, false, false);
        }
    }

    private JsonReader(String text) {
        this.text = text;
    }

    /// The object that a text is; empty when it is none.
    public static Optional<Json.Members> read(String text) {
        var reader = new JsonReader(text);
        try {
            var value = reader.value(0);
            reader.skip();
            return reader.at == text.length() && value instanceof Json.Members members
                    ? Optional.of(members)
                    : Optional.empty();
        } catch (NotJson _) {
            return Optional.empty(); // that is the answer
        }
    }

    private Json value(int depth) throws NotJson {
        skip();
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", Json.Word.TRUE);
            case 'f' -> word("false", Json.Word.FALSE);
            case 'n' -> word("null", Json.Word.NULL);
            default -> number();
        };
    }

    private Json object(int depth) throws NotJson {
        check(depth <= DEEPEST);
        Map<String, Json> members = new LinkedHashMap<>();
        expect('{');
        skip();
        if (peek() == '}') {
            at++;
            return new Json.Members(Map.of());
        }
        while (true) {
            skip();
            String name = string();
            skip();
            expect(':');
            check(members.putIfAbsent(name, value(depth)) == null);
            skip();
            if (peek() == '}') {
                at++;
                return new Json.Members(Map.copyOf(members));
            }
            expect(',');
        }
    }

    private Json array(int depth) throws NotJson {
        check(depth <= DEEPEST);
        List<Json> elements = new ArrayList<>();
        expect('[');
        skip();
        if (peek() == ']') {
            at++;
            return new Json.Elements(List.of());
        }
        while (true) {
            elements.add(value(depth));
            skip();
            if (peek() == ']') {
                at++;
                return new Json.Elements(List.copyOf(elements));
            }
            expect(',');
        }
    }

    private String string() throws NotJson {
        expect('"');
        var string = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return string.toString();
            }
            check(c >= ' ');
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws NotJson {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                check(at + 4 <= text.length());
                String hex = text.substring(at, at + 4);
                check(hex.matches("[0-9A-Fa-f]{4}"));
                at += 4;
                yield (char) Integer.parseInt(hex, 16);
            }
            default -> throw new NotJson();
        };
    }

    private Json word(String word, Json.Word value) throws NotJson {
        check(text.startsWith(word, at));
        at += word.length();
        return value;
    }

    private Json number() throws NotJson {
        var match = NUMBER.matcher(text).region(at, text.length());
        check(match.lookingAt());
        at = match.end();
        return new Json.Number(Double.parseDouble(match.group()));
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws NotJson {
        check(at < text.length());
        return text.charAt(at);
    }

    private void expect(char wanted) throws NotJson {
        check(peek() == wanted);
        at++;
    }

    private static void check(boolean right) throws NotJson {
        if (!right) {
            throw new NotJson();
        }
    }
}
