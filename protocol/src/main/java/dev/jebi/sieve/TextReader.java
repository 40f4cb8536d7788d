package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The reader of what a string means: encoded characters first, then variables (RFC 5229 §3: what
/// is no reference stays as it is). For one thread.
final class TextReader {
    private static final int MOST_DIGITS = 9;

    private final Argument.Literal literal;
    private final Scope scope;
    private final List<Text.Piece> pieces = new ArrayList<>();

    TextReader(Argument.Literal literal, Scope scope) {
        this.literal = literal;
        this.scope = scope;
    }

    Text read() {
        String text = literal.text();
        if (scope.has("encoded-character")) {
            text = EncodedCharacters.read(literal, scope);
        }
        if (!scope.has("variables") || !text.contains("${")) {
            return Text.plain(text, literal.at());
        }
        int plain = 0;
        int at = text.indexOf("${");
        while (at >= 0) {
            int end = referenceEnd(text, at + 2);
            if (end < 0) {
                at = text.indexOf("${", at + 1);
                continue;
            }
            plain(text.substring(plain, at));
            reference(text.substring(at + 2, end).toLowerCase(Locale.ROOT));
            plain = end + 1;
            at = text.indexOf("${", plain);
        }
        plain(text.substring(plain));
        return pieces.isEmpty()
                ? Text.plain("", literal.at())
                : new Text(List.copyOf(pieces), literal.at());
    }

    private void plain(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Text.Piece.Plain(text));
        }
    }

    private void reference(String name) {
        if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            int most = scope.limits().variables().matched();
            int index = name.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(name);
            if (index > most) {
                scope.error(literal.at(), "the last match variable is ${" + most + "}");
            }
            pieces.add(new Text.Piece.Matched(index));
            return;
        }
        if (name.contains(".") && !name.startsWith("global.")) {
            // RFC 5229 §3: a namespace that no required extension brings is an error
            scope.error(literal.at(), "there is no namespace for the variable '${" + name + "}'");
            pieces.add(new Text.Piece.Matched(Integer.MAX_VALUE));
            return;
        }
        scope.variable(name, literal.at()).ifPresent(v -> pieces.add(new Text.Piece.Variable(v)));
    }

    /// Where the brace of a reference stands whose name begins at `from`; -1 when it is none.
    private static int referenceEnd(String text, int from) {
        int i = from;
        if (i < text.length() && digit(text.charAt(i))) {
            while (i < text.length() && digit(text.charAt(i))) {
                i++;
            }
        } else {
            Optional<Integer> end = name(text, i);
            if (end.isEmpty()) {
                return -1;
            }
            i = end.get();
        }
        return i < text.length() && text.charAt(i) == '}' ? i : -1;
    }

    /// Where a name with its namespaces ends.
    private static Optional<Integer> name(String text, int from) {
        int i = from;
        while (true) {
            int start = i;
            while (i < text.length()
                    && (letter(text.charAt(i)) || (i > start && digit(text.charAt(i))))) {
                i++;
            }
            if (i == start) {
                return Optional.empty();
            }
            if (i >= text.length() || text.charAt(i) != '.') {
                return Optional.of(i);
            }
            i++;
        }
    }

    /// Whether this is the name of a variable, without a namespace or with one.
    static boolean isName(String text) {
        return !text.isEmpty() && name(text, 0).filter(end -> end == text.length()).isPresent();
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
