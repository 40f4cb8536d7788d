package dev.jebi.useragent.compose;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Replies and forwarded messages: to whom, about what, in which conversation, with which words of
/// the original.
public final class Answer {
    /// Who is answered.
    public enum To {
        AUTHOR,
        ALL,
        LIST
    }

    private static final int MAX_REFERENCES = 30;
    private static final int LONGEST_REFERENCES = 4_000;
    private static final Pattern PREFIX =
            Pattern.compile(
                    "(?iu)^\\s*+(re|aw|sv|antw|vs|odp|res|ref|rif|ynt|ilt|fwd?|wg|vb|tr"
                            + "|답장|회신|전달|답변|回复|答复|转发|返信|転送)"
                            + "\\s*+(\\[\\d+]|\\(\\d+\\)|\\^\\d+)?\\s*+[:：]\\s*");
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xx", Locale.ROOT);

    private final String self;
    private final Set<String> own;
    private final ZoneId zone;
    private final boolean korean;

    /// @param self how the author is written when no other address of theirs was meant
    /// @param others further addresses of the author
    /// @param korean whether what we say ourselves is in Korean
    public Answer(String self, List<String> others, ZoneId zone, boolean korean) {
        this.self = self;
        this.own = new HashSet<>();
        own.add(Addressing.bare(self));
        others.forEach(address -> own.add(Addressing.bare(address)));
        this.zone = zone;
        this.korean = korean;
    }

    /// A reply that quotes the original.
    public Letter reply(Original original, To kind) {
        Recipients recipients = recipients(original, kind);
        return Letter.blank(author(original))
                .withTo(String.join(", ", recipients.to()))
                .withCc(String.join(", ", recipients.cc()))
                .withSubject("Re: " + base(original.subject()))
                .withThread(original.messageId(), references(original))
                .withBody(attribution(original) + quoted(original.text()) + "\n");
    }

    /// The original passed on in the text.
    public Letter forward(Original original) {
        return forward(original, List.of())
                .withBody("\n" + introduction(original) + "\n" + original.text());
    }

    /// The original passed on as files, e.g. whole.
    public Letter forward(Original original, List<String> files) {
        return Letter.blank(author(original))
                .withSubject("Fwd: " + base(original.subject()))
                .withThread("", references(original))
                .withAttach(files);
    }

    private record Recipients(List<String> to, List<String> cc) {}

    private Recipients recipients(Original original, To kind) {
        return switch (kind) {
            case AUTHOR -> new Recipients(distinct(author(original, true)), List.of());
            case ALL -> all(original);
            case LIST -> list(original);
        };
    }

    /// To whom an answer for the author goes. A list that points replies at itself does not make
    /// the list the author; and an answer to one's own message goes where that went.
    private List<String> author(Original original, boolean alone) {
        var from = Addressing.pieces(original.from());
        if (written(original)) {
            return others(Addressing.pieces(original.to()));
        }
        var asked = without(Addressing.pieces(original.replyTo()));
        boolean byList =
                alone
                        && !original.listPost().isEmpty()
                        && asked.stream().allMatch(a -> same(a, original.listPost()));
        return asked.isEmpty() || byList ? others(from) : asked;
    }

    /// Whether the original is one's own.
    private boolean written(Original original) {
        var from = Addressing.pieces(original.from());
        return !from.isEmpty() && from.stream().allMatch(this::mine);
    }

    /// Those who are not oneself; oneself where there is nobody else, as in a note to oneself.
    private List<String> others(List<String> pieces) {
        var others = without(pieces);
        return others.isEmpty() ? pieces : others;
    }

    private Recipients all(Original original) {
        var followup = Addressing.pieces(original.followupTo());
        if (!followup.isEmpty()) {
            return new Recipients(orAuthor(without(followup), original), List.of());
        }
        var authors = author(original, false);
        var to =
                written(original)
                        ? authors
                        : joined(authors, without(Addressing.pieces(original.to())));
        var cc = without(Addressing.pieces(original.cc()));
        if (to.stream().allMatch(this::mine) && !cc.isEmpty()) {
            return new Recipients(distinct(cc), List.of());
        }
        var first = distinct(to);
        var known = first.stream().map(Addressing::bare).toList();
        var rest = distinct(cc).stream().filter(a -> !known.contains(Addressing.bare(a))).toList();
        return new Recipients(first, rest);
    }

    private Recipients list(Original original) {
        if (!original.listPost().isEmpty()) {
            return new Recipients(List.of(original.listPost()), List.of());
        }
        return all(original);
    }

    private List<String> orAuthor(List<String> some, Original original) {
        return distinct(some.isEmpty() ? author(original, true) : some);
    }

    private List<String> without(List<String> pieces) {
        return pieces.stream().filter(p -> !mine(p)).toList();
    }

    private boolean mine(String piece) {
        return own.contains(Addressing.bare(piece));
    }

    private static boolean same(String one, String other) {
        return Addressing.bare(one).equals(Addressing.bare(other));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<String> distinct(List<String> pieces) {
        Map<String, String> seen = new LinkedHashMap<>();
        pieces.forEach(piece -> seen.putIfAbsent(Addressing.bare(piece), piece));
        return List.copyOf(seen.values());
    }

    /// The own address that the original was sent to.
    private String author(Original original) {
        return joined(Addressing.pieces(original.to()), Addressing.pieces(original.cc())).stream()
                .filter(this::mine)
                .findFirst()
                .filter(piece -> !same(piece, self))
                .map(piece ->
                        Addressing.name(self).map(n -> n + " <" + Addressing.bare(piece) + ">"))
                .flatMap(o -> o)
                .orElse(self);
    }

    /// A subject without what replies and forwarded messages put before it.
    public static String base(String subject) {
        String base = subject.strip();
        for (var prefix = PREFIX.matcher(base); prefix.find(); prefix = PREFIX.matcher(base)) {
            base = base.substring(prefix.end());
        }
        return base;
    }

    /// The whole conversation; of a very long one its beginning and its end (RFC 5322 §3.6.4).
    private static String references(Original original) {
        var ids =
                new ArrayList<>(
                        List.of(
                                (original.references() + " " + original.messageId())
                                        .strip()
                                        .split("\\s+")));
        ids.removeIf(String::isEmpty);
        int length = ids.stream().mapToInt(String::length).sum();
        while (ids.size() > MAX_REFERENCES || (ids.size() > 2 && length > LONGEST_REFERENCES)) {
            length -= ids.remove(1).length();
        }
        return String.join(" ", ids);
    }

    private String attribution(Original original) {
        String who =
                Addressing.pieces(original.from()).stream()
                        .findFirst()
                        .map(Addressing::shown)
                        .orElse(korean ? "누군가" : "somebody");
        Optional<String> when = original.date().map(d -> WHEN.format(d.atZone(zone)));
        if (korean) {
            return when.map(w -> w + "에 ").orElse("") + who + "님이 쓴 글:\n";
        }
        return when.map(w -> "On " + w + ", ").orElse("") + who + " wrote:\n";
    }

    private String introduction(Original original) {
        var text =
                new StringBuilder(korean ? "──── 전달된 메일 ────\n" : "──── Forwarded message ────\n");
        field(text, "From", original.from());
        original.date().ifPresent(d -> field(text, "Date", WHEN.format(d.atZone(zone))));
        field(text, "Subject", original.subject());
        field(text, "To", original.to());
        field(text, "Cc", original.cc());
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    /// The words of the original with `>` before each line, without its signature.
    static String quoted(String text) {
        var quoted = new StringBuilder();
        for (String line : text.stripTrailing().split("\n", -1)) {
            if (line.equals("-- ") || line.equals("--")) {
                break;
            }
            boolean bare = line.isEmpty() || line.startsWith(">");
            quoted.append(bare ? ">" : "> ").append(line).append('\n');
        }
        while (quoted.toString().endsWith("\n>\n")) {
            quoted.setLength(quoted.length() - 2); // empty lines at the end
        }
        return quoted.toString();
    }
}
