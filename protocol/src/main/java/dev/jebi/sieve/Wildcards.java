package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.List;

/// A pattern of `:matches` (RFC 5228 §2.7.1): `*` is any text, `?` one character, a backslash takes
/// the meaning off what follows. Each star takes as little as it can, from the left (RFC 5229
/// §3.2), so no star is ever tried again.
final class Wildcards {
    /// The stretches between stars; one more than there are stars.
    private final List<Stretch> stretches;

    private Wildcards(List<Stretch> stretches) {
        this.stretches = stretches;
    }

    /// What counts the work.
    interface Meter {
        /// Counts this many comparisons.
        void spend(long comparisons) throws SieveFault;
    }

    /// Chars without a star.
    ///
    /// @param singles which of them stand for any one character
    private record Stretch(String chars, boolean[] singles, boolean plain) {
        /// Where it ends when it stands at `at`; -1 when it does not stand there.
        int end(String text, int at) {
            int i = at;
            for (int k = 0; k < chars.length(); k++) {
                if (i >= text.length()) {
                    return -1;
                }
                if (singles[k]) {
                    i += Character.charCount(text.codePointAt(i));
                } else if (chars.charAt(k) == text.charAt(i)) {
                    i++;
                } else {
                    return -1;
                }
            }
            return i;
        }
    }

    /// Reads a pattern; it is folded already, which touches neither stars nor backslashes.
    static Wildcards of(String pattern) {
        var stretches = new ArrayList<Stretch>();
        var chars = new StringBuilder();
        var singles = new ArrayList<Boolean>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                stretches.add(stretch(chars, singles));
                chars.setLength(0);
                singles.clear();
                continue;
            }
            boolean escaped = c == '\\' && i + 1 < pattern.length();
            if (escaped) {
                i++;
            }
            chars.append(pattern.charAt(i));
            singles.add(c == '?');
        }
        stretches.add(stretch(chars, singles));
        return new Wildcards(stretches);
    }

    private static Stretch stretch(StringBuilder chars, List<Boolean> singles) {
        var flags = new boolean[singles.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = singles.get(i);
        }
        return new Stretch(chars.toString(), flags, !singles.contains(true));
    }

    /// Where the whole text and each wildcard stand in the text, two numbers each; empty when the
    /// pattern does not match.
    List<int[]> match(String text, Meter meter) throws SieveFault {
        meter.spend(text.length());
        var spans = new ArrayList<int[]>();
        spans.add(new int[] {0, text.length()});
        Stretch first = stretches.getFirst();
        int at = first.end(text, 0);
        if (at < 0) {
            return List.of();
        }
        singles(first, text, 0, spans);
        if (stretches.size() == 1) {
            return at == text.length() ? spans : List.of();
        }
        for (int i = 1; i < stretches.size() - 1; i++) {
            Stretch stretch = stretches.get(i);
            int found = find(stretch, text, at, meter);
            if (found < 0) {
                return List.of();
            }
            spans.add(new int[] {at, found});
            singles(stretch, text, found, spans);
            at = stretch.end(text, found);
        }
        Stretch last = stretches.getLast();
        int found = findAtEnd(last, text, at);
        if (found < 0) {
            return List.of();
        }
        spans.add(new int[] {at, found});
        singles(last, text, found, spans);
        return spans;
    }

    private static int find(Stretch stretch, String text, int from, Meter meter) throws SieveFault {
        if (stretch.plain()) {
            return TextSearch.indexOf(text, stretch.chars(), from);
        }
        for (int i = from; i + stretch.chars().length() <= text.length(); i++) {
            meter.spend(stretch.chars().length());
            boolean within = i > 0 && Character.isLowSurrogate(text.charAt(i));
            if (!within && stretch.end(text, i) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int findAtEnd(Stretch stretch, String text, int from) {
        int shortest = stretch.chars().length();
        int longest = stretch.plain() ? shortest : 2 * shortest;
        for (int i = Math.max(from, text.length() - longest); i <= text.length() - shortest; i++) {
            if (stretch.end(text, i) == text.length()) {
                return i;
            }
        }
        return -1;
    }

    private static void singles(Stretch stretch, String text, int at, List<int[]> spans) {
        int i = at;
        for (int k = 0; k < stretch.chars().length(); k++) {
            int length = stretch.singles()[k] ? Character.charCount(text.codePointAt(i)) : 1;
            if (stretch.singles()[k]) {
                spans.add(new int[] {i, i + length});
            }
            i += length;
        }
    }
}
