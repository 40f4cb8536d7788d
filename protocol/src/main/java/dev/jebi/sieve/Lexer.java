package dev.jebi.sieve;

import java.math.BigInteger;

/// The reader of tokens (RFC 5228 §2 and §8.1). For one thread.
final class Lexer {
    private static final char END = '\uFFFF';
    private static final int MOST_DIGITS = 40;
    private static final String LARGEST = "18446744073709551615";

    private final String text;
    private final SieveLimits.Script limits;
    private final Errors errors;
    private int at;
    private int line = 1;
    private int lineStart;

    Lexer(String text, SieveLimits.Script limits, Errors errors) {
        this.text = text;
        this.limits = limits;
        this.errors = errors;
    }

    Token next() {
        if (!skipBlank()) {
            return token(Token.Kind.END, "", position());
        }
        Position start = position();
        char c = peek();
        if (c == END) {
            return token(Token.Kind.END, "", start);
        }
        if (letter(c)) {
            return identifier(start);
        }
        if (digit(c)) {
            return number(start);
        }
        return switch (c) {
            case ':' -> tag(start);
            case '"' -> quoted(start);
            case '{', '}', '(', ')', '[', ']', ',', ';' -> {
                advance();
                yield token(Token.Kind.PUNCTUATION, String.valueOf(c), start);
            }
            default -> garbage(start);
        };
    }

    private Position position() {
        return new Position(line, at - lineStart + 1);
    }

    private char peek() {
        return peek(0);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private void advance() {
        if (text.charAt(at++) == '\n') {
            line++;
            lineStart = at;
        }
    }

    private static Token token(Token.Kind kind, String text, Position at) {
        return new Token(kind, text, 0, at);
    }

    /// Skips white space and comments (RFC 5228 §2.3); false when a comment has no end.
    private boolean skipBlank() {
        while (!atEnd()) {
            char c = peek();
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || (c == '\uFEFF' && at == 0)) {
                advance();
            } else if (c == '#') {
                skipLine();
            } else if (c == '/' && peek(1) == '*') {
                if (!skipComment()) {
                    return false;
                }
            } else {
                return true;
            }
        }
        return true;
    }

    private void skipLine() {
        while (!atEnd() && peek() != '\n') {
            advance();
        }
    }

    private boolean skipComment() {
        Position start = position();
        int end = text.indexOf("*/", at + 2);
        while (at < (end < 0 ? text.length() : end + 2)) {
            advance();
        }
        if (end < 0) {
            errors.add(start, "the comment that begins here is never closed with */");
        }
        return end >= 0;
    }

    private String name() {
        int from = at;
        while (letter(peek()) || digit(peek())) {
            advance();
        }
        return text.substring(from, at);
    }

    private Token identifier(Position start) {
        String name = name();
        if (name.equalsIgnoreCase("text") && peek() == ':') {
            advance();
            return multiLine(start);
        }
        return named(Token.Kind.IDENTIFIER, name, start);
    }

    private Token named(Token.Kind kind, String name, Position start) {
        if (name.length() > limits.identifier()) {
            errors.add(start, "a name has at most " + limits.identifier() + " characters");
            return token(Token.Kind.GARBAGE, name.substring(0, limits.identifier()), start);
        }
        return token(kind, name, start);
    }

    private Token tag(Position start) {
        advance();
        if (!letter(peek())) {
            errors.add(start, "a colon is followed at once by the name of a tag");
            return token(Token.Kind.GARBAGE, ":", start);
        }
        return named(Token.Kind.TAG, name(), start);
    }

    /// RFC 5228 §2.4.1: K, M and G are powers of 1,024.
    private Token number(Position start) {
        int from = at;
        while (digit(peek())) {
            advance();
        }
        String digits = text.substring(from, at);
        int shift =
                switch (peek()) {
                    case 'k', 'K' -> 10;
                    case 'm', 'M' -> 20;
                    case 'g', 'G' -> 30;
                    default -> 0;
                };
        if (shift > 0) {
            advance();
        }
        if (letter(peek())) {
            name();
            errors.add(start, "a number ends in a digit or in one of K, M and G");
            return token(Token.Kind.GARBAGE, text.substring(from, at), start);
        }
        boolean fits = digits.length() <= MOST_DIGITS;
        BigInteger number = fits ? new BigInteger(digits).shiftLeft(shift) : BigInteger.ZERO;
        if (!fits || number.bitLength() > Long.SIZE) {
            errors.add(start, "the number is too large; the largest is " + LARGEST);
            return token(Token.Kind.GARBAGE, "a number", start);
        }
        long value = number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
        return new Token(Token.Kind.NUMBER, digits, value, start);
    }

    /// RFC 5228 §2.4.2: a backslash before any other character means nothing.
    private Token quoted(Position start) {
        advance();
        var string = new StringBuilder();
        while (!atEnd() && peek() != '"') {
            if (peek() == '\\') {
                advance();
                if (atEnd()) {
                    break;
                }
            }
            take(string, start);
        }
        if (atEnd()) {
            errors.add(start, "the string that begins here is never closed with a quote");
            return token(Token.Kind.END, "", start);
        }
        advance();
        return string(string, start);
    }

    private void take(StringBuilder string, Position start) {
        if (peek() == 0) {
            errors.add(start, "a string has no NUL");
        }
        if (peek() == '\n' && (string.isEmpty() || string.charAt(string.length() - 1) != '\r')) {
            string.append('\r'); // a line ends in CRLF, whatever the script was written with
        }
        string.append(peek());
        advance();
    }

    private Token string(StringBuilder string, Position start) {
        return token(Token.Kind.STRING, string.toString(), start);
    }

    /// RFC 5228 §2.4.2: `text:`, lines, and a dot alone on a line.
    private Token multiLine(Position start) {
        while (peek() == ' ' || peek() == '\t') {
            advance();
        }
        if (peek() == '#') {
            skipLine();
        }
        if (peek() == '\r' && peek(1) == '\n') {
            advance();
        }
        if (peek() != '\n') {
            errors.add(position(), "behind text: comes a new line");
            return token(Token.Kind.GARBAGE, "text:", start);
        }
        advance();
        var string = new StringBuilder();
        while (!atEnd()) {
            if (peek() == '.' && endsLine(1)) {
                advance();
                skipLine();
                return string(string, start);
            }
            if (peek() == '.' && peek(1) == '.') {
                advance(); // RFC 5228 §8.1: a dot goes when another follows
            }
            line(string, start);
        }
        errors.add(start, "the text that begins here never ends with a line of one dot");
        return token(Token.Kind.END, "", start);
    }

    private boolean endsLine(int ahead) {
        char c = peek(ahead);
        return c == '\n' || c == END || (c == '\r' && peek(ahead + 1) == '\n');
    }

    private void line(StringBuilder string, Position start) {
        while (!atEnd()) {
            boolean last = peek() == '\n';
            take(string, start);
            if (last) {
                return;
            }
        }
    }

    private Token garbage(Position start) {
        int from = at;
        while (!atEnd() && " \t\r\n;{}()[],\":#".indexOf(peek()) < 0) {
            advance();
        }
        if (at == from) {
            advance();
        }
        String what = text.substring(from, Math.min(at, from + 20));
        errors.add(start, "'" + what + "' is no part of the language");
        return token(Token.Kind.GARBAGE, what, start);
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
