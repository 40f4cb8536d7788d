package dev.jebi.useragent.tour;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What the lines of SMTP mean (RFC 5321 §4), also where commands go without waiting for replies
/// (RFC 2920).
final class SmtpSense implements Sense {
    private static final int CRLF = 2;

    private final Words words;
    private final String scene;

    /// What waits for a reply, the oldest first.
    private final Deque<String> asked = new ArrayDeque<>();

    private final Map<String, Integer> times = new HashMap<>();
    private TextSense text;
    private boolean inText;
    private long chunk;
    private boolean replyBegun;

    SmtpSense(Words words, String scene) {
        this.words = words;
        this.scene = scene;
        this.text = new TextSense(words, true);
        asked.add("greeting");
    }

    @Override
    public String client(String line) {
        if (inText) {
            return inText(line);
        }
        if (chunk > 0) {
            chunk -= line.getBytes(StandardCharsets.UTF_8).length + CRLF;
            return text.of(line);
        }
        String[] parts = line.split(" ", 3);
        String verb = parts[0].toUpperCase(Locale.ROOT);
        asked.add(verb);
        if (verb.equals("BDAT")) { // RFC 3030 §2: octets are counted, and no dot is doubled
            chunk = Long.parseLong(parts[1]);
            text = new TextSense(words, false);
        }
        int time = times.merge(verb, 1, Integer::sum);
        return words.of(scene + ".c." + verb + "." + time, scene + ".c." + verb, "smtp.c." + verb);
    }

    private String inText(String line) {
        if (line.equals(".")) {
            inText = false;
            asked.add("end");
            return words.of("smtp.c.end");
        }
        return text.of(line);
    }

    @Override
    public String server(String line) {
        String verb = asked.isEmpty() ? "" : asked.getFirst();
        boolean first = !replyBegun;
        replyBegun = line.startsWith("-", 3);
        if (!replyBegun) {
            asked.pollFirst();
        }
        if (line.startsWith("354")) {
            inText = true;
        }
        if (verb.equals("EHLO") && !first) {
            String able = line.substring(4).split("[ =]", 2)[0].toUpperCase(Locale.ROOT);
            return words.of("smtp.able." + able, "able");
        }
        return words.of(
                scene + ".s." + verb + "." + times.getOrDefault(verb, 0),
                scene + ".s." + verb,
                "smtp.s." + verb);
    }
}
