package dev.jebi.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Text with macros (RFC 7208 §7.1), read and not yet expanded.
///
/// @param endsInMacro whether its end is a macro, `%%`, `%_` and `%-` too
record MacroText(List<Piece> pieces, boolean endsInMacro) {
    private static final String LETTERS = "slodiphcrtv";
    private static final String EXPLANATION_ONLY = "crt"; // RFC 7208 §7.2
    private static final String DELIMITERS = ".-+,/_=";

    /// RFC 7208 §7.1: `toplabel`, greedy; a name of digits only is none.
    private static final Pattern TOP_LABEL =
            Pattern.compile(
                    "[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]");

    /// A macro name with so many parts would have every name whole.
    private static final int MANY_PARTS = 128;

    sealed interface Piece {}

    /// Itself.
    record Literal(String text) implements Piece {}

    /// `%{…}`.
    ///
    /// @param parts from the right that are kept; 0 for all
    /// @param escaped whether for a URL: the letter is upper case
    record Macro(char letter, int parts, boolean reversed, String delimiters, boolean escaped)
            implements Piece {}

    /// `domain-spec` (RFC 7208 §7.1): ends in a macro or in a dot and a top label.
    static MacroText domain(String text) throws SpfStop {
        var read = new Reader(text, false).read();
        if (read.pieces.isEmpty()) {
            throw SpfStop.permanent("a domain is missing");
        }
        if (read.pieces.getLast() instanceof Literal(String end) && !read.endsInMacro) {
            String name = end.endsWith(".") ? end.substring(0, end.length() - 1) : end;
            int dot = name.lastIndexOf('.');
            if (dot < 0 || !TOP_LABEL.matcher(name.substring(dot + 1)).matches()) {
                throw SpfStop.permanent("not a domain: " + SpfText.printable(text));
            }
        }
        return read;
    }

    /// `macro-string` of a modifier that nobody knows: checked and forgotten.
    static void check(String text) throws SpfStop {
        new Reader(text, true).read();
    }

    /// `explain-string` (RFC 7208 §6.2): macro strings with spaces between them.
    static MacroText explanation(String text) throws SpfStop {
        return new Reader(text, true).spaced();
    }

    private static final class Reader {
        private final String text;
        private final boolean explaining;
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;
        private boolean macroLast;

        Reader(String text, boolean explaining) {
            this.text = text;
            this.explaining = explaining;
        }

        MacroText read() throws SpfStop {
            return read(false);
        }

        MacroText spaced() throws SpfStop {
            return read(true);
        }

        private MacroText read(boolean spaces) throws SpfStop {
            while (at < text.length()) {
                char c = text.charAt(at++);
                macroLast = c == '%';
                if (macroLast) {
                    percent();
                } else if ((c > ' ' && c < 127) || (spaces && c == ' ')) {
                    literal.append(c);
                } else {
                    throw SpfStop.permanent("a character that must not be here");
                }
            }
            flush();
            return new MacroText(List.copyOf(pieces), macroLast);
        }

        private void flush() {
            if (!literal.isEmpty()) {
                pieces.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }

        private void percent() throws SpfStop {
            switch (at < text.length() ? text.charAt(at++) : '?') {
                case '%' -> literal.append('%');
                case '_' -> literal.append(' ');
                case '-' -> literal.append("%20");
                case '{' -> {
                    flush();
                    pieces.add(macro());
                }
                default -> throw SpfStop.permanent("a percent sign without a macro");
            }
        }

        private Macro macro() throws SpfStop {
            int end = text.indexOf('}', at);
            if (end < 0 || end == at) {
                throw SpfStop.permanent("a macro without an end or without a letter");
            }
            String inner = text.substring(at, end);
            at = end + 1;
            char letter = inner.toLowerCase(Locale.ROOT).charAt(0);
            if (LETTERS.indexOf(letter) < 0
                    || (!explaining && EXPLANATION_ONLY.indexOf(letter) >= 0)) {
                throw SpfStop.permanent("no such macro: " + SpfText.printable(inner));
            }
            int i = 1;
            while (i < inner.length() && inner.charAt(i) >= '0' && inner.charAt(i) <= '9') {
                i++;
            }
            int parts = parts(inner.substring(1, i));
            boolean reversed = i < inner.length() && (inner.charAt(i) | 32) == 'r';
            String delimiters = inner.substring(reversed ? i + 1 : i);
            if (!delimiters.chars().allMatch(c -> DELIMITERS.indexOf(c) >= 0)) {
                throw SpfStop.permanent("no such macro: " + SpfText.printable(inner));
            }
            return new Macro(
                    letter,
                    parts,
                    reversed,
                    delimiters.isEmpty() ? "." : delimiters,
                    Character.isUpperCase(inner.charAt(0)));
        }

        /// RFC 7208 §7.3: a number MUST NOT be zero.
        private static int parts(String digits) throws SpfStop {
            if (digits.isEmpty()) {
                return 0;
            }
            if (digits.length() > 3) {
                return MANY_PARTS;
            }
            int parts = Integer.parseInt(digits);
            if (parts == 0) {
                throw SpfStop.permanent("a macro with nothing of its value");
            }
            return Math.min(parts, MANY_PARTS);
        }
    }
}
