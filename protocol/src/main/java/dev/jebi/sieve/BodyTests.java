package dev.jebi.sieve;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.BodyText;
import dev.jebi.mime.Charsets;
import dev.jebi.mime.Extent;
import dev.jebi.mime.TransferDecoding;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The test of the body (RFC 5173).
final class BodyTests {
    /// What `:text` looks at (RFC 5173 §5.3).
    private static final List<String> READABLE = List.of("text", "application/xhtml+xml");

    private BodyTests() {}

    static Question body(Call call, Scope scope) {
        Match match = MatchReader.withoutCaptures(call, scope);
        List<Text> keys = scope.texts(call, 0);
        List<Text> types = scope.texts(call.behind("content"));
        boolean raw = call.has("raw");
        boolean content = call.has("content");
        return run -> {
            List<String> wanted = Scope.values(keys, run);
            if (!run.header().hasBody()) {
                // RFC 5173 §4: what is not there equals nothing, the empty string neither
                return match.any(run, List.of(), wanted);
            }
            if (raw) {
                return match.any(run, List.of(raw(run)), wanted);
            }
            List<String> asked = content ? types(types, run) : READABLE;
            int left = run.limits().run().bodyChars();
            int count = 0;
            for (BodyPart part : PartTree.all(run.head().structure())) {
                run.spend(1_000);
                if (asked.stream().noneMatch(type -> fits(part, type)) || unreadable(part)) {
                    continue;
                }
                count++;
                if (match.kind() != Match.Kind.COUNT) {
                    String text = text(run, part, left, content);
                    left -= text.length();
                    if (match.any(run, List.of(text), wanted)) {
                        return true;
                    }
                }
            }
            return match.kind() == Match.Kind.COUNT && match.count(run, count, wanted);
        };
    }

    /// RFC 5173 §5.1: the body as it came.
    private static String raw(Evaluation run) throws SieveFault, IOException {
        Content message = run.message().content();
        long from = run.header().body();
        long length = Math.min(message.size() - from, run.limits().run().bodyChars());
        run.spend(length);
        return Charsets.guess(message.octets(from, (int) length), Charsets.FALLBACK);
    }

    private static List<String> types(List<Text> types, Evaluation run) throws SieveFault {
        var asked = new ArrayList<String>();
        for (String type : Scope.values(types, run)) {
            asked.add(type.toLowerCase(Locale.ROOT));
        }
        return asked;
    }

    /// RFC 5173 §5.2: nothing, a type, or a type and a subtype; other things match nothing.
    private static boolean fits(BodyPart part, String asked) {
        if (asked.isEmpty()) {
            return true;
        }
        int slash = asked.indexOf('/');
        if (slash < 0) {
            return PartTree.type(part).equals(asked);
        }
        return asked.indexOf('/', slash + 1) < 0
                && asked.equals(PartTree.type(part) + "/" + PartTree.subtype(part));
    }

    /// RFC 2045 §6.4: what comes in an unknown encoding is no text.
    private static boolean unreadable(BodyPart part) {
        return part instanceof BodyPart.Leaf leaf
                && (leaf.subtype().indexOf('/') >= 0
                        || !TransferDecoding.known(leaf.fields().encoding()));
    }

    private static String text(Evaluation run, BodyPart part, int most, boolean asWritten)
            throws SieveFault, IOException {
        String text =
                switch (part) {
                    case BodyPart.Leaf leaf -> leaf(run, leaf, most, asWritten);
                    // RFC 5173 §5.2: of an inner message, its header; its parts come by themselves
                    case BodyPart.Embedded embedded ->
                            withoutEmptyLine(
                                    octets(
                                            run,
                                            embedded.body().extent().header(),
                                            embedded.body().extent().body(),
                                            most));
                    // RFC 5173 §5.2: of a multipart, what stands around its parts
                    case BodyPart.Multipart multipart -> around(run, multipart, most);
                };
        run.spend(text.length());
        return text;
    }

    private static String leaf(Evaluation run, BodyPart.Leaf leaf, int most, boolean asWritten)
            throws IOException {
        Content message = run.message().content();
        if (leaf.type().equals("text") || !asWritten) {
            try (Reader reader =
                    asWritten
                            ? BodyText.openRaw(message, leaf)
                            : BodyText.open(message, html(leaf))) {
                return PartActs.read(reader, most);
            }
        }
        Extent extent = leaf.extent();
        Content body = message.slice(extent.body(), extent.end() - extent.body());
        try (var decoded = TransferDecoding.open(body, leaf.fields().encoding())) {
            return Charsets.guess(decoded.readNBytes(most), Charsets.FALLBACK);
        }
    }

    /// XHTML is read as HTML is.
    private static BodyPart.Leaf html(BodyPart.Leaf leaf) {
        return leaf.type().equals("text")
                ? leaf
                : new BodyPart.Leaf(leaf.extent(), "text", "html", leaf.fields(), leaf.lines());
    }

    private static String withoutEmptyLine(String header) {
        return header.endsWith("\r\n\r\n") ? header.substring(0, header.length() - 2) : header;
    }

    /// What stands before the first boundary line and behind the last one.
    private static String around(Evaluation run, BodyPart.Multipart multipart, int most)
            throws IOException {
        Extent extent = multipart.extent();
        long first = multipart.parts().getFirst().extent().header();
        long last = multipart.parts().getLast().extent().end();
        String before = octets(run, extent.body(), first, most);
        int boundary = before.lastIndexOf("--");
        before = boundary < 0 ? "" : before.substring(0, before.lastIndexOf('\n', boundary) + 1);
        String behind = octets(run, last, extent.end(), most - before.length());
        int dashes = behind.indexOf("--");
        int end = dashes < 0 ? -1 : behind.indexOf('\n', dashes);
        return before + (end < 0 ? "" : behind.substring(end + 1));
    }

    private static String octets(Evaluation run, long from, long to, int most) throws IOException {
        int length = (int) Math.clamp(to - from, 0L, (long) Math.max(0, most));
        return Charsets.guess(run.message().content().octets(from, length), Charsets.FALLBACK);
    }
}
