package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.Section;
import dev.jebi.mime.BodyPart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the octets of a section (RFC 9051 §6.4.5.1) by the structure of a message.
///
/// @param content the message
/// @param structure of it
record SectionResolver(Content content, BodyPart structure) {
    /// The most of a header section that HEADER.FIELDS looks at.
    private static final int MAX_HEADER = 4 << 20;

    /// The octets, empty when there is no such part, or the part has no such section.
    Optional<Content> resolve(Section section) throws IOException {
        if (section.path().isEmpty()) {
            return section.text() == Section.Text.WHOLE
                    ? Optional.of(content)
                    : message(section, structure);
        }
        var part = part(section.path());
        if (part.isEmpty()) {
            return Optional.empty();
        }
        var extent = part.get().extent();
        return switch (section.text()) {
            case WHOLE -> Optional.of(slice(extent.body(), extent.end()));
            case MIME -> Optional.of(slice(extent.header(), extent.body()));
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT, TEXT ->
                    part.get() instanceof BodyPart.Embedded embedded
                            ? message(section, embedded.body())
                            : Optional.empty();
        };
    }

    /// The part of these numbers, of which there is one at least.
    Optional<BodyPart> part(List<Integer> path) {
        Optional<BodyPart> within = Optional.of(structure);
        Optional<BodyPart> part = Optional.empty();
        for (int number : path) {
            part = within.flatMap(w -> child(w, number));
            within = part.flatMap(SectionResolver::within);
        }
        return part;
    }

    /// A message that is no multipart has one part, its body, with the number 1.
    private static Optional<BodyPart> child(BodyPart within, int number) {
        return switch (within) {
            case BodyPart.Multipart multipart ->
                    number <= multipart.parts().size()
                            ? Optional.of(multipart.parts().get(number - 1))
                            : Optional.empty();
            case BodyPart.Leaf leaf -> number == 1 ? Optional.of(leaf) : Optional.empty();
            case BodyPart.Embedded embedded ->
                    number == 1 ? Optional.of(embedded) : Optional.empty();
        };
    }

    /// Whose parts the next number counts.
    private static Optional<BodyPart> within(BodyPart part) {
        return switch (part) {
            case BodyPart.Multipart multipart -> Optional.of(multipart);
            case BodyPart.Leaf _ -> Optional.empty();
            case BodyPart.Embedded embedded -> Optional.of(embedded.body());
        };
    }

    private Optional<Content> message(Section section, BodyPart root) throws IOException {
        var extent = root.extent();
        var header = slice(extent.header(), extent.body());
        return switch (section.text()) {
            case WHOLE -> Optional.of(slice(extent.header(), extent.end()));
            case TEXT -> Optional.of(slice(extent.body(), extent.end()));
            case HEADER, MIME -> Optional.of(header);
            case HEADER_FIELDS -> Optional.of(fields(header, section, true));
            case HEADER_FIELDS_NOT -> Optional.of(fields(header, section, false));
        };
    }

    private Content slice(long from, long to) {
        return content.slice(from, to - from);
    }

    /// The fields of those names, or the others, as they stand; the empty line behind them stays
    /// where there is one (RFC 9051 §6.4.5.1).
    private static Content fields(Content header, Section section, boolean named)
            throws IOException {
        Set<String> names =
                section.fields().stream()
                        .map(field -> field.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        byte[] octets = header.octets(0, MAX_HEADER);
        var chosen = new ByteArrayOutputStream();
        boolean take = false;
        for (int at = 0; at < octets.length; ) {
            int end = lineEnd(octets, at);
            if (empty(octets, at)) {
                take = true;
            } else if (octets[at] != ' ' && octets[at] != '\t') {
                take = names.contains(name(octets, at, end)) == named;
            }
            if (take) {
                chosen.write(octets, at, end - at);
            }
            at = end;
        }
        return Content.of(chosen.toByteArray());
    }

    private static boolean empty(byte[] octets, int at) {
        return octets[at] == '\n'
                || (octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n');
    }

    private static int lineEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static String name(byte[] octets, int from, int end) {
        int colon = from;
        while (colon < end && octets[colon] != ':') {
            colon++;
        }
        int last = colon;
        while (last > from && (octets[last - 1] == ' ' || octets[last - 1] == '\t')) {
            last--; // obs-optional: space before the colon (RFC 5322 §4.5)
        }
        return new String(octets, from, last - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
