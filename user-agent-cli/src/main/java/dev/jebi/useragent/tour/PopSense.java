package dev.jebi.useragent.tour;

import java.util.Locale;
import java.util.Set;

/// What the lines of POP3 mean (RFC 1939).
final class PopSense implements Sense {
    private static final Set<String> LISTS = Set.of("CAPA", "LIST", "UIDL", "RETR");

    private final Words words;
    private final String scene;
    private TextSense text;
    private String verb = "greeting";
    private boolean list;

    PopSense(Words words, String scene) {
        this.words = words;
        this.scene = scene;
        this.text = new TextSense(words, true);
    }

    @Override
    public String client(String line) {
        verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        text = new TextSense(words, true);
        return words.of(scene + ".c." + verb, "pop3.c." + verb);
    }

    @Override
    public String server(String line) {
        if (!list) {
            list = LISTS.contains(verb) && line.startsWith("+OK");
            return words.of(scene + ".s." + verb, "pop3.s." + verb);
        }
        if (line.equals(".")) {
            list = false;
            return words.of("pop3.dot");
        }
        return switch (verb) {
            case "RETR" -> text.of(line);
            case "CAPA" ->
                    words.of("pop3.able." + line.split(" ", 2)[0].toUpperCase(Locale.ROOT), "able");
            default -> words.of("pop3.line." + verb);
        };
    }
}
