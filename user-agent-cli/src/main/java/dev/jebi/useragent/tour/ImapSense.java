package dev.jebi.useragent.tour;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the lines of IMAP mean (RFC 9051 §6, §7): commands have tags, and what has none is told
/// before the command is done.
final class ImapSense implements Sense {
    private static final Pattern NUMBERED = Pattern.compile("\\* \\d+ ([A-Z]+).*");
    private static final Pattern CODED = Pattern.compile("\\* [A-Z]+ \\[([A-Z]+).*");
    private static final Pattern NAMED = Pattern.compile("\\* ([A-Z]+).*");
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d{1,9})}");
    private static final int CRLF = 2;

    private final Words words;
    private final String scene;
    private TextSense text;
    private String tag = "";
    private String verb = "greeting";
    private long literal;

    ImapSense(Words words, String scene) {
        this.words = words;
        this.scene = scene;
        this.text = new TextSense(words, false);
    }

    @Override
    public String client(String line) {
        String[] parts = line.split(" ", 3);
        tag = parts[0];
        verb = parts[1].toUpperCase(Locale.ROOT);
        return words.of(
                scene + ".c." + line.substring(tag.length() + 1), own("c"), "imap.c." + verb);
    }

    private String own(String what) {
        return scene + "." + what + "." + verb;
    }

    @Override
    public String server(String line) {
        if (literal > 0) {
            literal -= line.getBytes(StandardCharsets.UTF_8).length + CRLF;
            return text.of(line);
        }
        if (line.startsWith(tag + " ")) {
            return words.of(own("s"), "imap.s." + verb);
        }
        Matcher octets = LITERAL.matcher(line);
        if (octets.matches()) {
            literal = Long.parseLong(octets.group(1));
            text = new TextSense(words, false);
            return words.of("imap.literal");
        }
        if (!line.startsWith("* ")) {
            return words.of("imap.rest");
        }
        return words.of(scene + ".u." + word(line), "imap.u." + word(line), "able");
    }

    private String word(String line) {
        if (verb.equals("greeting")) {
            return verb;
        }
        for (Pattern form : new Pattern[] {NUMBERED, CODED, NAMED}) {
            Matcher match = form.matcher(line.toUpperCase(Locale.ROOT));
            if (match.matches()) {
                return match.group(1);
            }
        }
        return "";
    }
}
