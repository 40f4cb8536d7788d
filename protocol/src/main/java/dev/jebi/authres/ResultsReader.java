package dev.jebi.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The reading of a field that somebody wrote (RFC 8601 §2.2), forgiving; comments are passed over.
/// For one thread.
final class ResultsReader {
    private static final int MOST_RESULTS = 100;
    private static final int MOST_PROPERTIES = 50;

    private final String value;
    private int at;

    ResultsReader(String value) {
        this.value = value;
    }

    AuthenticationResults read() {
        String id = AuthservId.read(value);
        var results = new ArrayList<MethodResult>();
        passStatement();
        while (at < value.length() && results.size() < MOST_RESULTS) {
            at++; // the semicolon
            var words = new ArrayList<String>();
            for (String word = word(); !word.isEmpty(); word = word()) {
                if (words.size() < MOST_PROPERTIES) {
                    words.add(word);
                }
            }
            result(words, results);
            passStatement();
        }
        return new AuthenticationResults(id, results);
    }

    private static void result(List<String> words, List<MethodResult> results) {
        if (words.isEmpty() || words.getFirst().indexOf('=') <= 0) {
            return;
        }
        String method = name(words.getFirst());
        int version = method.indexOf('/'); // RFC 8601 §2.2: methodspec
        var result =
                MethodResult.of(
                        version < 0 ? method : method.substring(0, version),
                        value(words.getFirst()).toLowerCase(Locale.ROOT));
        for (String word : words.subList(1, words.size())) {
            if (word.indexOf('=') > 0) {
                result =
                        name(word).equals("reason")
                                ? result.because(value(word))
                                : result.with(name(word), value(word));
            }
        }
        results.add(result);
    }

    private static String name(String word) {
        return word.substring(0, word.indexOf('=')).toLowerCase(Locale.ROOT);
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }

    /// Passes everything up to the next semicolon.
    private void passStatement() {
        for (String word = word(); !word.isEmpty(); word = word()) {
            // of a kind that nobody knows
        }
    }

    /// A word, its quotes taken off, white space around an equals sign and comments passed over;
    /// empty at a semicolon and at the end.
    private String word() {
        var word = new StringBuilder();
        space();
        while (at < value.length() && value.charAt(at) != ';') {
            char c = value.charAt(at);
            if (c == '"') {
                quoted(word);
            } else {
                word.append(c);
                at++;
            }
            boolean equals = c == '=' || c == '.';
            int before = at;
            space();
            boolean goesOn = at < value.length() && value.charAt(at) == '=';
            if (at > before && !equals && !goesOn) {
                break;
            }
        }
        return word.toString();
    }

    private void quoted(StringBuilder word) {
        for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
            if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                at++;
            }
            word.append(value.charAt(at));
        }
        at = Math.min(at + 1, value.length());
    }

    private void space() {
        int depth = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '(') {
                depth++;
            } else if (depth > 0 && c == ')') {
                depth--;
            } else if (depth > 0 && c == '\\') {
                at++;
            } else if (depth == 0 && c > ' ') {
                return;
            }
            at++;
        }
        at = Math.min(at, value.length());
    }
}
