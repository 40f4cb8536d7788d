package dev.jebi.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An Authentication-Results field (RFC 8601 §2.2).
///
/// @param authservId who wrote it
/// @param results in the order in which they are to stand
public record AuthenticationResults(String authservId, List<MethodResult> results) {
    /// RFC 5322 §2.1.1: lines SHOULD have at most 78 characters.
    private static final int LINE = 78;

    /// The longest value of foreign text that is passed on.
    private static final int VALUE = 320;

    /// RFC 2045 §5.1, and what a pvalue may hold without quotes: a dot-atom with an at sign.
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9!#$%&'*+^_`{|}~.-]+(@[A-Za-z0-9.-]+)?|@[A-Za-z0-9.-]+");

    /// Copies the results.
    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /// Reads the value of a field that somebody wrote, as much of it as can be read.
    public static AuthenticationResults parse(String value) {
        return new ResultsReader(value).read();
    }

    /// The field, folded, with its line end.
    public String field() {
        return "Authentication-Results: " + folded();
    }

    /// The value, folded, with a line end: what a sealer of chains copies (RFC 8617 §4.1.1).
    public String folded() {
        var text = new StringBuilder(token(authservId));
        if (results.isEmpty()) {
            return text.append("; none\r\n").toString(); // RFC 8601 §2.2
        }
        for (var result : results) {
            text.append(";\r\n\t");
            int column = 8;
            for (String word : words(result)) {
                if (column > 8 && column + 1 + word.length() > LINE) {
                    text.append("\r\n\t");
                    column = 8;
                } else if (column > 8) {
                    text.append(' ');
                    column++;
                }
                text.append(word);
                column += word.length();
            }
        }
        return text.append("\r\n").toString();
    }

    private static List<String> words(MethodResult result) {
        var words = new ArrayList<String>();
        words.add(result.method() + "=" + result.result());
        if (!result.reason().isEmpty()) {
            words.add("reason=" + quoted(result.reason()));
        }
        for (var property : result.properties()) {
            words.add(property.name() + "=" + token(property.value()));
        }
        return words;
    }

    /// A value as it is, where it can stand so; else in quotes.
    private static String token(String value) {
        return PLAIN.matcher(value).matches() && value.length() <= VALUE ? value : quoted(value);
    }

    /// A quoted string (RFC 5322 §3.2.4); what cannot be in one is a question mark. UTF-8 stays
    /// (RFC 6532 §3.2).
    private static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        value.codePoints()
                .limit(VALUE)
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\');
                    }
                    boolean half = Character.getType(c) == Character.SURROGATE;
                    boolean control = Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
                    quoted.appendCodePoint(half || control ? '?' : c);
                });
        return quoted.append('"').toString();
    }
}
