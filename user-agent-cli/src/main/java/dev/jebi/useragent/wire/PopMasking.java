package dev.jebi.useragent.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides what PASS, APOP (RFC 1939 §7) and AUTH (RFC 5034 §4) carry.
final class PopMasking implements Masking {
    private static final Pattern PASS = Pattern.compile("(?i)(PASS)(\\s.*)?");
    private static final Pattern APOP = Pattern.compile("(?i)(APOP\\s+\\S+)\\s.*");
    private static final Pattern AUTH = Pattern.compile("(?i)(AUTH\\s+(\\S+))(.*)");

    private boolean signing;
    private boolean openChallenge;

    @Override
    public String client(String line) {
        if (signing) {
            return Masking.answer(line);
        }
        for (Pattern secret : new Pattern[] {PASS, APOP}) {
            Matcher match = secret.matcher(line);
            if (match.matches()) {
                return match.group(1) + " " + HIDDEN;
            }
        }
        Matcher auth = AUTH.matcher(line);
        if (auth.matches()) {
            signing = true;
            openChallenge = auth.group(2).equalsIgnoreCase("LOGIN");
            return auth.group(1) + (auth.group(3).isBlank() ? "" : " " + HIDDEN);
        }
        return line;
    }

    @Override
    public String server(String line) {
        if (signing && line.startsWith("+ ")) {
            return openChallenge || line.isBlank() || line.length() < 3 ? line : "+ " + HIDDEN;
        }
        signing = signing && line.equals("+");
        return line;
    }
}
