package dev.jebi.mime;

import dev.jebi.content.Content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// A message's structure as a line of text that tests compare, with the octets of each leaf.
final class Outline {
    private Outline() {}

    static String of(String message) {
        byte[] octets = wire(message);
        return of(octets, parse(octets).structure());
    }

    static MessageHead parse(String message) {
        return parse(wire(message));
    }

    static MessageHead parse(byte[] octets) {
        try {
            return MessageParser.parse(Content.of(octets), MimeLimits.STANDARD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(byte[] octets, BodyPart part) {
        return switch (part) {
            case BodyPart.Leaf leaf ->
                    leaf.type() + "/" + leaf.subtype() + "<" + body(octets, leaf.extent()) + ">";
            case BodyPart.Multipart multipart ->
                    multipart.subtype()
                            + multipart.parts().stream()
                                    .map(p -> of(octets, p))
                                    .collect(Collectors.joining(" ", "[", "]"));
            case BodyPart.Embedded embedded ->
                    embedded.subtype()
                            + "("
                            + embedded.envelope().subject().orElse("-")
                            + ": "
                            + of(octets, embedded.body())
                            + ")";
        };
    }

    static byte[] wire(String message) {
        return message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String body(byte[] octets, Extent extent) {
        int from = (int) extent.body();
        return new String(octets, from, (int) extent.end() - from, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "|");
    }
}
