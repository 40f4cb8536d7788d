package dev.jebi.smtp;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;

/// The reader of a path and of the parameters behind it (RFC 5321 §4.1.2); for one line.
final class PathReader {
    private final String keyword;
    private final String text;
    private final boolean lenient;
    private int position;

    private PathReader(String keyword, String text, boolean lenient) {
        this.keyword = keyword;
        this.text = text;
        this.lenient = lenient;
    }

    /// A reader of what stands behind `FROM:` or `TO:`.
    static PathReader after(String keyword, String rest, boolean lenient) throws SyntaxRefusal {
        String text = lenient ? rest.stripLeading() : rest;
        if (!text.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw syntax(keyword, "");
        }
        String path = text.substring(keyword.length());
        if (!lenient && path.startsWith(" ")) { // RFC 5321 §4.1.1.2
            throw syntax(keyword, " (no space after the colon)");
        }
        return new PathReader(keyword, path.stripLeading(), lenient);
    }

    /// The path without its angle brackets and its source route.
    String read() throws SyntaxRefusal {
        if (text.startsWith("<")) {
            int end = end(1, '>');
            if (end < 0) {
                throw syntax(keyword, " (the closing bracket is missing)");
            }
            position = end + 1;
            String path = text.substring(1, end);
            return withoutRoute(lenient ? path.strip() : path);
        }
        if (!lenient || text.isEmpty()) {
            throw syntax(keyword, text.isEmpty() ? "" : " (with the angle brackets)");
        }
        int end = end(0, ' ');
        position = end < 0 ? text.length() : end;
        return withoutRoute(text.substring(0, position));
    }

    /// What stands behind the path.
    String parameters() throws SyntaxRefusal {
        String rest = text.substring(position);
        if (!rest.isEmpty() && !rest.startsWith(" ")) {
            throw syntax(keyword, " (a space before parameters)");
        }
        return rest.strip();
    }

    /// Reads an address.
    ///
    /// @param status what is said when it is none: X.1.7 for the sender, X.1.3 for a recipient (RFC
    ///   3463 §3.2)
    static Address address(String text, String status) throws SyntaxRefusal {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxRefusal(501, status, "Not an address: " + e.getMessage());
        }
    }

    /// Where the character stands, not counting quoted strings.
    private int end(int from, char wanted) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /// A source route is accepted and ignored (RFC 5321 §3.3, §4.1.1.3, appendix C).
    private static String withoutRoute(String path) throws SyntaxRefusal {
        if (!path.startsWith("@")) {
            return path;
        }
        int colon = path.indexOf(':');
        while (colon >= 0 && path.lastIndexOf('[', colon) > path.lastIndexOf(']', colon)) {
            colon = path.indexOf(':', colon + 1);
        }
        if (colon < 0) {
            throw new SyntaxRefusal(501, "5.1.3", "A source route ends with a colon");
        }
        for (String hop : path.substring(0, colon).split(",", -1)) {
            try {
                Domain.parse(hop.startsWith("@") ? hop.substring(1) : "");
            } catch (IllegalArgumentException e) {
                throw new SyntaxRefusal(501, "5.1.3", "Not a source route: " + e.getMessage());
            }
        }
        return path.substring(colon + 1);
    }

    private static SyntaxRefusal syntax(String keyword, String hint) {
        String verb = keyword.equals("FROM:") ? "MAIL " : "RCPT ";
        return new SyntaxRefusal(501, "5.5.4", "Syntax: " + verb + keyword + "<address>" + hint);
    }
}
