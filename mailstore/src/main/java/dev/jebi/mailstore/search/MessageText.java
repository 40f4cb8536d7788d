package dev.jebi.mailstore.search;

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
import java.util.List;
import java.util.Optional;

/// Which texts a message has, decoded: header fields without encoded words, text parts without
/// transfer encoding and charset, the names of attachments. A search that reads messages and the
/// index go by these alone, so that one never knows a text that the other does not. Each method
/// returns whether the visitor had enough.
public final class MessageText {
    private MessageText() {}

    /// Everything: what TEXT searches (RFC 9051 §6.4.4), MIME header fields included.
    public static boolean all(
            Content message, HeaderSection header, BodyPart structure, TextVisitor visitor)
            throws IOException {
        return aboveBody(message, header, structure, visitor) || body(message, structure, visitor);
    }

    /// All that [#body] does not have.
    static boolean aboveBody(
            Content message, HeaderSection header, BodyPart structure, TextVisitor visitor)
            throws IOException {
        return header(header, visitor)
                || names(structure.fields(), visitor)
                || partHeaders(message, structure, visitor);
    }

    /// The fields of a header section, each with its name, as a reader sees it.
    static boolean header(HeaderSection header, TextVisitor visitor) {
        return header.anyMatch(
                (name, value) -> visitor.text(name + ": " + HeaderText.decode(value)));
    }

    /// The values of the fields of this name.
    public static boolean field(HeaderSection header, String name, TextVisitor visitor) {
        return header.all(name).stream().map(HeaderText::decode).anyMatch(visitor::text);
    }

    /// Addresses, with their display names as both stand in a header.
    public static boolean addresses(List<ImapAddress> addresses, TextVisitor visitor) {
        return addresses.stream().map(MessageText::text).anyMatch(visitor::text);
    }

    private static String text(ImapAddress address) {
        String name = address.name().map(HeaderText::decode).orElse("");
        String mailbox = address.mailbox().map(HeaderText::decode).orElse("");
        String at = address.host().map(host -> mailbox + "@" + host).orElse(mailbox);
        return name.isEmpty() ? at : name + " <" + at + ">";
    }

    /// The body: its text parts, the names of the parts in it, and of a message in the message the
    /// header section.
    public static boolean body(Content message, BodyPart part, TextVisitor visitor)
            throws IOException {
        return switch (part) {
            case BodyPart.Multipart multipart -> {
                for (BodyPart inner : multipart.parts()) {
                    if (names(inner.fields(), visitor) || body(message, inner, visitor)) {
                        yield true;
                    }
                }
                yield false;
            }
            case BodyPart.Embedded embedded -> {
                var inner = embedded.body();
                yield header(read(message, inner), visitor)
                        || names(inner.fields(), visitor)
                        || body(message, inner, visitor);
            }
            case BodyPart.Leaf leaf -> readable(leaf) && leaf(message, leaf, visitor);
        };
    }

    /// The MIME header fields of the parts.
    private static boolean partHeaders(Content message, BodyPart part, TextVisitor visitor)
            throws IOException {
        return switch (part) {
            case BodyPart.Multipart multipart -> {
                for (BodyPart inner : multipart.parts()) {
                    if (header(read(message, inner), visitor)
                            || partHeaders(message, inner, visitor)) {
                        yield true;
                    }
                }
                yield false;
            }
            case BodyPart.Embedded embedded -> partHeaders(message, embedded.body(), visitor);
            case BodyPart.Leaf _ -> false;
        };
    }

    private static HeaderSection read(Content message, BodyPart part) throws IOException {
        return HeaderSection.read(message, part.extent(), MimeLimits.STANDARD.headerOctets());
    }

    /// What a part is named and described with.
    private static boolean names(BodyFields fields, TextVisitor visitor) {
        return name(HeaderText.parameter(fields.parameters(), "name"), visitor)
                || name(fileName(fields), visitor)
                || name(fields.description().map(HeaderText::decode), visitor);
    }

    private static Optional<String> fileName(BodyFields fields) {
        return fields.disposition()
                .map(Disposition::parameters)
                .flatMap(parameters -> HeaderText.parameter(parameters, "filename"));
    }

    private static boolean name(Optional<String> name, TextVisitor visitor) {
        return name.isPresent() && visitor.text(name.get());
    }

    /// Text, and reports about delivery, which are text by another name.
    private static boolean readable(BodyPart.Leaf leaf) {
        return leaf.type().equalsIgnoreCase("text") || leaf.type().equalsIgnoreCase("message");
    }

    /// HTML is shown as it was written, for that is what stands in the body, and as it is read, for
    /// that is what people look for.
    private static boolean leaf(Content message, BodyPart.Leaf leaf, TextVisitor visitor)
            throws IOException {
        if (leaf.subtype().equalsIgnoreCase("html")) {
            try (var written = BodyText.openRaw(message, leaf)) {
                if (visitor.text(written)) {
                    return true;
                }
            }
        }
        try (var text = BodyText.open(message, leaf)) {
            return visitor.text(text);
        }
    }
}
