package dev.jebi.mime;

import dev.jebi.content.Content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a part, to search it and to read it: transfer encoding and charset undone, HTML made
/// plain. Nothing in it fails; what cannot be decoded is replaced.
public final class BodyText {
    /// How many octets are looked at when no charset is named.
    private static final int SAMPLE = 8192;

    private static final Pattern META =
            Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

    private BodyText() {}

    /// A reader of the part's text, from the whole message; HTML comes without its tags.
    public static Reader open(Content message, BodyPart.Leaf part) throws IOException {
        Reader text = openRaw(message, part);
        return part.type().equals("text") && part.subtype().equals("html")
                ? new HtmlText(text)
                : text;
    }

    /// A reader of the part's text as it was written; HTML keeps its tags.
    public static Reader openRaw(Content message, BodyPart.Leaf part) throws IOException {
        Extent extent = part.extent();
        Content body = message.slice(extent.body(), extent.end() - extent.body());
        var octets =
                new BufferedInputStream(
                        TransferDecoding.open(body, part.fields().encoding()), SAMPLE);
        return new InputStreamReader(octets, charset(part, octets));
    }

    /// The part's text as [#open] gives it, its first `most` chars.
    public static String read(Content message, BodyPart.Leaf part, int most) throws IOException {
        var text = new StringBuilder();
        var chunk = new char[Math.min(SAMPLE, Math.max(1, most))];
        try (Reader reader = open(message, part)) {
            while (text.length() < most) {
                int n = reader.read(chunk, 0, Math.min(chunk.length, most - text.length()));
                if (n < 0) {
                    break;
                }
                text.append(chunk, 0, n);
            }
        }
        return text.toString();
    }

    private static Charset charset(BodyPart.Leaf part, InputStream octets) throws IOException {
        String name = HeaderText.parameter(part.fields().parameters(), "charset").orElse("");
        Optional<Charset> named = Charsets.ascii(name) ? Optional.empty() : Charsets.known(name);
        return named.isPresent() ? named.get() : guess(octets);
    }

    /// What a sample says: what the HTML names itself, UTF-8, or the fallback.
    private static Charset guess(InputStream octets) throws IOException {
        octets.mark(SAMPLE);
        byte[] sample = octets.readNBytes(SAMPLE);
        octets.reset();
        if (utf8(sample)) {
            return StandardCharsets.UTF_8;
        }
        Matcher meta = META.matcher(new String(sample, StandardCharsets.ISO_8859_1));
        return meta.find() ? Charsets.of(meta.group(1)) : Charsets.FALLBACK;
    }

    private static boolean utf8(byte[] sample) {
        return !StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(
                        ByteBuffer.wrap(sample),
                        CharBuffer.allocate(sample.length),
                        sample.length < SAMPLE)
                .isError();
    }
}
