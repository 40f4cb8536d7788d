package dev.jebi.useragent.local;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A change to a message that waits until the server can be reached.
///
/// @param uidValidity of the mailbox when the change was made: with another one the UID means
///   another message (RFC 9051 §2.3.1.1)
/// @param words the flags, each after `+` or `-`; the mailbox to which it moves; else nothing
public record Change(Kind kind, MessageRef message, long uidValidity, List<String> words) {
    private static final int FIXED = 4;

    /// What is to be done.
    public enum Kind {
        FLAG,
        MOVE,
        REMOVE
    }

    public Change {
        words = List.copyOf(words);
    }

    /// Whether one command of a server does both.
    public boolean goesWith(Change other) {
        return kind == other.kind
                && message.mailbox().equals(other.message.mailbox())
                && uidValidity == other.uidValidity
                && words.equals(other.words);
    }

    /// The flags that are set, or with `-` those that are cleared.
    public List<String> flags(char sign) {
        return words.stream()
                .filter(word -> kind == Kind.FLAG && word.charAt(0) == sign)
                .map(word -> word.substring(1))
                .toList();
    }

    /// In a few words, e.g. `INBOX:12 +seen` or `INBOX:12 to Archive`.
    public String told() {
        return message
                + switch (kind) {
                    case FLAG -> " " + String.join(" ", words);
                    case MOVE -> " to " + words.getFirst();
                    case REMOVE -> " removed";
                };
    }

    String text() {
        var fields = new ArrayList<String>();
        fields.add(kind.name());
        fields.add(coded(message.mailbox()));
        fields.add(Long.toString(message.uid()));
        fields.add(Long.toString(uidValidity));
        words.forEach(word -> fields.add(coded(word)));
        return String.join("\t", fields);
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Optional<Change> parse(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        try {
            return fields.size() < FIXED
                    ? Optional.empty()
                    : Optional.of(
                            new Change(
                                    Kind.valueOf(fields.get(0)),
                                    new MessageRef(
                                            URLDecoder.decode(
                                                    fields.get(1), StandardCharsets.UTF_8),
                                            Long.parseLong(fields.get(2))),
                                    Long.parseLong(fields.get(3)),
                                    fields.subList(FIXED, fields.size()).stream()
                                            .map(w -> URLDecoder.decode(w, StandardCharsets.UTF_8))
                                            .toList()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // half a line, of a machine that stopped
        }
    }
}
