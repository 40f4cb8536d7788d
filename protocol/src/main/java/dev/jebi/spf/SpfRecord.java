package dev.jebi.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A record, read whole (RFC 7208 §4.6.1, §12).
///
/// @param redirect of the modifier of that name (§6.1)
/// @param explanation of the modifier `exp` (§6.2)
record SpfRecord(
        List<Directive> directives, Optional<MacroText> redirect, Optional<MacroText> explanation) {
    private static final String VERSION = "v=spf1";
    private static final Pattern MODIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*=.*");

    /// A mechanism and what it means when it matches (§4.6.2).
    ///
    /// @param text as it stands in the record
    record Directive(SpfResult result, Mechanism mechanism, String text) {}

    /// RFC 7208 §4.5: the version and nothing behind it, or a space.
    static boolean is(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    static SpfRecord parse(String text, SpfLimits limits) throws SpfStop {
        if (text.length() > limits.recordOctets()) {
            throw SpfStop.permanent("the record is too long");
        }
        if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) { // RFC 7208 §3.1
            throw SpfStop.permanent("the record has characters that are not printable ASCII");
        }
        var directives = new ArrayList<Directive>();
        Optional<MacroText> redirect = Optional.empty();
        Optional<MacroText> explanation = Optional.empty();
        var terms = text.substring(VERSION.length()).split(" ", limits.terms() + 1);
        if (terms.length > limits.terms()) {
            throw SpfStop.permanent("the record has too many terms");
        }
        for (String term : terms) {
            if (term.isEmpty()) {
                continue;
            }
            if (!MODIFIER.matcher(term).matches()) {
                directives.add(directive(term));
                continue;
            }
            int equals = term.indexOf('=');
            String value = term.substring(equals + 1);
            switch (term.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "redirect" -> redirect = once(redirect, term, value);
                case "exp" -> explanation = once(explanation, term, value);
                default -> MacroText.check(value);
            }
        }
        return new SpfRecord(List.copyOf(directives), redirect, explanation);
    }

    /// RFC 7208 §6: these two MUST NOT appear more than once.
    private static Optional<MacroText> once(Optional<MacroText> before, String term, String value)
            throws SpfStop {
        if (before.isPresent()) {
            throw SpfStop.permanent("twice: " + SpfText.printable(term));
        }
        return Optional.of(MacroText.domain(value));
    }

    private static Directive directive(String term) throws SpfStop {
        var result =
                switch (term.charAt(0)) {
                    case '+' -> SpfResult.PASS;
                    case '-' -> SpfResult.FAIL;
                    case '~' -> SpfResult.SOFTFAIL;
                    case '?' -> SpfResult.NEUTRAL;
                    default -> null;
                };
        var mechanism = Mechanism.parse(result == null ? term : term.substring(1));
        return new Directive(
                result == null ? SpfResult.PASS : result, mechanism, SpfText.printable(term));
    }
}
