package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyFields;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.BodyText;
import dev.jebi.mime.Disposition;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The search for a text in what was decoded: header fields without encoded words, text parts
/// without transfer encoding, charset and HTML, and the names of attachments.
final class TextSearch {
    private TextSearch() {}

    /// Whether a field of a header section has the text; with its name, as a reader sees it.
    static boolean inHeader(HeaderSection header, Needle needle) {
        for (String name : new LinkedHashSet<>(header.names())) {
            for (String value : header.all(name)) {
                if (needle.in(name + ": " + HeaderText.decode(value))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a field of this name has the text.
    static boolean inField(HeaderSection header, String name, Needle needle) {
        return header.all(name).stream().map(HeaderText::decode).anyMatch(needle::in);
    }

    /// Whether an address or its display name has the text, or both as they stand in a header.
    static boolean inAddresses(List<ImapAddress> addresses, Needle needle) {
        return addresses.stream().map(TextSearch::text).anyMatch(needle::in);
    }

    private static String text(ImapAddress address) {
        String name = address.name().map(HeaderText::decode).orElse("");
        String mailbox = address.mailbox().map(HeaderText::decode).orElse("");
        String at = address.host().map(host -> mailbox + "@" + host).orElse(mailbox);
        return name.isEmpty() ? at : name + " <" + at + ">";
    }

    /// Whether a text part has the text, or the header section of a message in the message.
    static boolean inBody(Content message, BodyPart part, Needle needle) throws IOException {
        return switch (part) {
            case BodyPart.Multipart multipart -> {
                for (BodyPart inner : multipart.parts()) {
                    if (inBody(message, inner, needle)) {
                        yield true;
                    }
                }
                yield false;
            }
            case BodyPart.Embedded embedded -> {
                var inner = embedded.body();
                var header =
                        HeaderSection.read(
                                message, inner.extent(), MimeLimits.STANDARD.headerOctets());
                yield inHeader(header, needle) || inBody(message, inner, needle);
            }
            case BodyPart.Leaf leaf -> readable(leaf) && inText(message, leaf, needle);
        };
    }

    /// Whether a part is named or described with the text.
    static boolean inNames(BodyPart part, Needle needle) {
        var fields = part.fields();
        boolean here =
                inName(HeaderText.parameter(fields.parameters(), "name"), needle)
                        || inName(fileName(fields), needle)
                        || inName(fields.description().map(HeaderText::decode), needle);
        return here
                || switch (part) {
                    case BodyPart.Multipart multipart ->
                            multipart.parts().stream().anyMatch(inner -> inNames(inner, needle));
                    case BodyPart.Embedded embedded -> inNames(embedded.body(), needle);
                    case BodyPart.Leaf _ -> false;
                };
    }

    private static Optional<String> fileName(BodyFields fields) {
        return fields.disposition()
                .map(Disposition::parameters)
                .flatMap(parameters -> HeaderText.parameter(parameters, "filename"));
    }

    private static boolean inName(Optional<String> name, Needle needle) {
        return name.isPresent() && needle.in(name.get());
    }

    /// Text, and reports about delivery, which are text by another name.
    private static boolean readable(BodyPart.Leaf leaf) {
        return leaf.type().equalsIgnoreCase("text") || leaf.type().equalsIgnoreCase("message");
    }

    private static boolean inText(Content message, BodyPart.Leaf leaf, Needle needle)
            throws IOException {
        try (var text = BodyText.open(message, leaf)) {
            return needle.in(text);
        }
    }
}
