package dev.jebi.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of a transcript, and the octets that its text means.
final class Variables {
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern BASE64 = Pattern.compile("\\$\\{base64:([^}]*)}");

    private final Map<String, String> values;

    Variables(Map<String, String> given) {
        this.values = new HashMap<>(given);
    }

    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError("no variable is called " + name + "; there are " + values);
        }
        return value;
    }

    /// Keeps what the named groups of a match hold.
    void capture(Matcher match) {
        for (String name : match.namedGroups().keySet()) {
            String value = match.group(name);
            if (value != null) {
                values.put(name, value);
            }
        }
    }

    /// The octets that the text of a `C` or `S:` line means.
    byte[] octets(String text) {
        String named =
                NAME.matcher(text)
                        .replaceAll(m -> Matcher.quoteReplacement(literally(value(m.group(1)))));
        String coded = BASE64.matcher(named).replaceAll(m -> base64(m.group(1)));
        return unescape(coded);
    }

    /// A value stands for itself, whatever it looks like.
    private static String literally(String value) {
        return value.replace("\\", "\\\\");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(unescape(text));
    }

    /// Only these are escapes; any other backslash is one, as IMAP's flags need it.
    private static byte[] unescape(String text) {
        var octets = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            char next = c == '\\' && at < text.length() ? text.charAt(at) : ' ';
            switch (next) {
                case 'r' -> octets.write('\r');
                case 'n' -> octets.write('\n');
                case '0' -> octets.write(0);
                case '\\' -> octets.write('\\');
                case 'x' -> {
                    octets.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
                    at += 2;
                }
                default -> {
                    octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    continue;
                }
            }
            at++;
        }
        return octets.toByteArray();
    }
}
