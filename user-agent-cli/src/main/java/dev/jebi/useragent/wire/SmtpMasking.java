package dev.jebi.useragent.wire;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides what AUTH carries (RFC 4954 §4). The text of a message is no command.
final class SmtpMasking implements Masking {
    private static final Pattern AUTH = Pattern.compile("(?i)(AUTH\\s+(\\S+))(.*)");

    private boolean signing;
    private boolean openChallenge;
    private boolean dataAsked;
    private boolean text;

    @Override
    public String client(String line) {
        if (text) {
            text = !line.equals(".");
            return line;
        }
        if (signing) {
            return Masking.answer(line);
        }
        Matcher auth = AUTH.matcher(line);
        if (auth.matches()) {
            signing = true;
            openChallenge = auth.group(2).equalsIgnoreCase("LOGIN"); // "Username:", "Password:"
            return auth.group(1) + (auth.group(3).isBlank() ? "" : " " + HIDDEN);
        }
        dataAsked = line.toUpperCase(Locale.ROOT).equals("DATA");
        return line;
    }

    @Override
    public String server(String line) {
        if (signing && line.startsWith("334")) {
            return openChallenge || line.length() < 5 ? line : "334 " + HIDDEN;
        }
        signing = false;
        text = text || (dataAsked && line.startsWith("354"));
        dataAsked = false;
        return line;
    }
}
