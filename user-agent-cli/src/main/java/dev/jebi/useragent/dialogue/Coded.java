package dev.jebi.useragent.dialogue;

import dev.jebi.useragent.text.SafeText;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Base64 (RFC 4648 §4) for people: `base64(text)` in a line of theirs, and what a challenge says.
public final class Coded {
    private static final Pattern WANTED = Pattern.compile("base64\\((.*)\\)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0\\\\])");
    private static final Pattern CHALLENGE = Pattern.compile("(?:334|\\+) ([A-Za-z0-9+/]+={0,2})");

    private Coded() {}

    /// A line with `base64(…)` encoded: in it `\0` is NUL, which SASL PLAIN wants (RFC 4616 §2),
    /// and `\\` a backslash. It ends with the last parenthesis of the line.
    public static String encoded(String line) {
        Matcher wanted = WANTED.matcher(line);
        if (!wanted.find()) {
            return line;
        }
        String text =
                ESCAPED.matcher(wanted.group(1))
                        .replaceAll(escape ->
                                escape.group(1).equals("0")
                                        ? "\u0000"
                                        : Matcher.quoteReplacement("\\"));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return line.substring(0, wanted.start())
                + Base64.getEncoder().encodeToString(octets)
                + line.substring(wanted.end());
    }

    /// What a challenge says, where it is text.
    public static Optional<String> challenge(String line) {
        Matcher challenge = CHALLENGE.matcher(line);
        if (!challenge.matches()) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getDecoder().decode(challenge.group(1));
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return text.codePoints().anyMatch(SafeText::dangerous)
                    ? Optional.empty()
                    : Optional.of(text);
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return Optional.empty(); // other octets: nothing that a person could read
        }
    }
}
