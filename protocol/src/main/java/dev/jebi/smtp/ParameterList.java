package dev.jebi.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The parameters behind a path as they came (RFC 5321 §4.1.2): keywords in upper case with their
/// values, each keyword once.
final class ParameterList {
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,31}");

    private ParameterList() {}

    /// Reads them, in their order; a keyword without a value has the empty one.
    static Map<String, String> read(String text) throws SyntaxRefusal {
        var parameters = new LinkedHashMap<String, String>();
        if (text.isEmpty()) {
            return parameters;
        }
        for (String parameter : text.split(" +")) {
            int equals = parameter.indexOf('=');
            String keyword =
                    (equals < 0 ? parameter : parameter.substring(0, equals))
                            .toUpperCase(Locale.ROOT);
            check(KEYWORD.matcher(keyword).matches(), "A parameter is KEYWORD=value");
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            check(
                    parameters.putIfAbsent(keyword, value) == null, // RFC 5321 §4.1.1.11
                    keyword + " stands twice");
        }
        return parameters;
    }

    /// The refusal of a keyword that was not offered (RFC 5321 §4.1.1.11).
    static SyntaxRefusal unknown(String keyword) {
        return new SyntaxRefusal(
                555, "5.5.4", "Unknown parameter " + keyword + "; EHLO lists them");
    }

    static void check(boolean right, String syntax) throws SyntaxRefusal {
        if (!right) {
            throw new SyntaxRefusal(501, "5.5.4", syntax);
        }
    }
}
