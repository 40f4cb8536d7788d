package dev.jebi.mime;

/// A reader of one structured field value (RFC 5322 §3.2, RFC 2045 §5.1), forgiving: what cannot be
/// read is passed over. Linear in time. For one thread.
final class FieldText {
    private final String text;
    private int at;
    private boolean noQuoteAhead;
    private boolean noCommentAhead;

    FieldText(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /// The char at the position; NUL at the end, which no unfolded value holds.
    char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    void next() {
        at = Math.min(at + 1, text.length());
    }

    boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /// Passes white space and comments.
    void skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(' && closes()) {
                comment();
            } else if (blank(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    /// Passes white space.
    String space() {
        int from = at;
        while (blank(peek())) {
            at++;
        }
        return text.substring(from, at);
    }

    /// Passes all up to this char, or to the end.
    String upTo(char stop) {
        int from = at;
        int end = text.indexOf(stop, at);
        at = end < 0 ? text.length() : end;
        return text.substring(from, at);
    }

    /// Passes chars that are none of these and no white space.
    String run(String stops) {
        int from = at;
        while (at < text.length() && !blank(peek()) && stops.indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /// Whether a quoted string begins at the position and has an end.
    boolean atQuoted() {
        if (peek() != '"' || noQuoteAhead) {
            return false;
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return true;
            }
        }
        noQuoteAhead = true;
        return false;
    }

    /// Reads a quoted string without its quotes and escapes (RFC 5322 §3.2.4); one that has no end
    /// reaches to the end.
    String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return value.toString();
    }

    /// Whether a comment begins at the position and has an end.
    boolean atComment() {
        return peek() == '(' && closes();
    }

    /// Reads a comment without its parentheses and escapes (RFC 5322 §3.2.2); it may nest.
    String comment() {
        var value = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '(') {
                depth++;
                if (depth == 1) {
                    continue;
                }
            } else if (c == ')') {
                depth--;
                if (depth == 0) {
                    break;
                }
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return value.toString().strip();
    }

    /// Whether behind the white space at the position `name=` stands: a parameter whose semicolon
    /// was forgotten.
    boolean atBareParameter() {
        int i = at;
        while (i < text.length() && blank(text.charAt(i))) {
            i++;
        }
        int from = i;
        while (i < text.length() && token(text.charAt(i))) {
            i++;
        }
        return i > from && i < text.length() && text.charAt(i) == '=';
    }

    static boolean token(char c) {
        return c > ' ' && c != 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private boolean closes() {
        if (noCommentAhead) {
            return false;
        }
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        noCommentAhead = true;
        return false;
    }
}
