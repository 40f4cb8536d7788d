package dev.jebi.authres;

/// The reading of who says that he wrote an Authentication-Results field (RFC 8601 §2.2, §2.5), as
/// any reader might take it: comments and quotes are seen through, case does not count.
public final class AuthservId {
    private AuthservId() {}

    /// Whether a field says that this host wrote it; in doubt it does.
    ///
    /// @param value the field's value, folded or not
    public static boolean claims(String value, String host) {
        return read(value).equalsIgnoreCase(host);
    }

    /// Who wrote a field; empty where it does not say.
    public static String read(String value) {
        var id = new StringBuilder();
        int at = skip(value, 0);
        if (at < value.length() && value.charAt(at) == '"') {
            for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
                if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                    at++;
                }
                id.append(value.charAt(at));
            }
        } else {
            while (at < value.length()
                    && value.charAt(at) > ' '
                    && "(;".indexOf(value.charAt(at)) < 0) {
                id.append(value.charAt(at++));
            }
        }
        String name = id.toString().strip();
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Passes white space and comments, which may nest.
    private static int skip(String value, int from) {
        int depth = 0;
        int at = from;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && c > ' ') {
                return at;
            }
            at++;
        }
        return value.length();
    }
}
