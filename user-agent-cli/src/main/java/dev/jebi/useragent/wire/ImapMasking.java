package dev.jebi.useragent.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides what LOGIN and AUTHENTICATE carry (RFC 3501 §6.2), as far as the tagged reply. The octets
/// of a literal are no commands.
final class ImapMasking implements Masking {
    private static final Pattern LOGIN =
            Pattern.compile(
                    "(?i)(([A-Z0-9]+) LOGIN)( (?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\"{]++)(?= ))?.*");
    private static final Pattern AUTHENTICATE =
            Pattern.compile("(?i)(([A-Z0-9]+) AUTHENTICATE (\\S+))(.*)");
    private static final Pattern LITERAL = Pattern.compile(".*\\{([0-9]{1,18})\\+?}");
    private static final int CRLF = 2;

    /// The tag of the command that carries a secret; empty for none.
    private String tag = "";

    private boolean openChallenge;
    private long literal;

    @Override
    public String client(String line) {
        if (!tag.isEmpty()) {
            return Masking.answer(line);
        }
        if (literal > 0) {
            literal -= line.getBytes(StandardCharsets.UTF_8).length + CRLF;
            return line;
        }
        Matcher login = LOGIN.matcher(line);
        if (login.matches()) {
            tag = login.group(2);
            openChallenge = true; // "+ go on" before a literal
            String user = login.group(3);
            return login.group(1) + (user == null ? "" : user) + " " + HIDDEN;
        }
        Matcher authenticate = AUTHENTICATE.matcher(line);
        if (authenticate.matches()) {
            tag = authenticate.group(2);
            openChallenge = authenticate.group(3).equalsIgnoreCase("LOGIN");
            return authenticate.group(1) + (authenticate.group(4).isBlank() ? "" : " " + HIDDEN);
        }
        Matcher octets = LITERAL.matcher(line);
        if (octets.matches()) {
            literal = Long.parseLong(octets.group(1));
        }
        return line;
    }

    @Override
    public String server(String line) {
        if (!tag.isEmpty() && line.startsWith("+ ")) {
            return openChallenge || line.length() < 3 ? line : "+ " + HIDDEN;
        }
        if (line.startsWith(tag + " ")) {
            tag = "";
        }
        if (!line.startsWith("+") && !line.startsWith("*")) {
            literal = 0; // a tagged reply: whatever was to come is not to come
        }
        return line;
    }
}
