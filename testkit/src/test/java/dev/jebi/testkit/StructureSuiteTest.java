package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.BodyText;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.mime.TransferDecoding;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The structures that mime4j, Stalwart's mail-parser, WildDuck and Thunderbird expect of their own
/// test messages, against ours. What differs stands in `structure-differs.txt` with its reason: a
/// message listed there that agrees is a failure as well.
final class StructureSuiteTest {
    /// One suite's count.
    private static final class Count {
        private final String suite;
        private final Set<String> differs = new TreeSet<>();
        private int all;

        Count(String suite) {
            this.suite = suite;
        }

        void add(String path, boolean agrees, String detail) {
            all++;
            if (!agrees) {
                differs.add(path);
                System.getLogger("suite").log(System.Logger.Level.DEBUG, path + ": " + detail);
                if (Boolean.getBoolean("jebi.suite.show")) {
                    System.getLogger("suite").log(System.Logger.Level.INFO, path + ": " + detail);
                }
            }
        }

        void check() throws IOException {
            System.getLogger("suite")
                    .log(
                            System.Logger.Level.INFO,
                            "event=suite name={0} passed={1} all={2}",
                            suite,
                            all - differs.size(),
                            all);
            assertThat(all).isPositive();
            assertThat(differs).isEqualTo(expected(suite));
        }

        private static Set<String> expected(String suite) throws IOException {
            try (var list = StructureSuiteTest.class.getResourceAsStream("structure-differs.txt")) {
                assertThat(list).isNotNull();
                return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(suite + "/"))
                        .map(line -> line.split(" ", 2)[0])
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        }
    }

    private static List<Corpus.Row> expected(Corpus corpus, String source, String end) {
        return corpus.kind("expected").stream()
                .filter(row -> row.source().equals(source) && row.path().endsWith(end))
                .toList();
    }

    /// The message that an expected file is about.
    private static Optional<Corpus.Row> message(Corpus corpus, String expected, String end) {
        String stem = expected.substring(0, expected.length() - end.length());
        String path = stem.replace("/expected/", "/msg/");
        return corpus.messages().stream()
                .filter(row -> row.path().equals(path) || row.path().startsWith(path + "."))
                .findFirst();
    }

    @Test
    void mime4jFindsTheSameParts() throws Exception {
        var corpus = Corpus.orSkip();
        var count = new Count("mime4j");
        for (Corpus.Row row : expected(corpus, "mime4j", ".xml")) {
            if (row.path().endsWith("_decoded.xml")) {
                continue;
            }
            var message = message(corpus, row.path(), ".xml");
            if (message.isPresent()) {
                var theirs = mime4j(corpus.file(row));
                var ours = PartTree.ours(corpus.wire(message.get()));
                count.add(message.get().path(), theirs.agrees(ours), theirs + " here " + ours);
            }
        }
        count.check();
    }

    /// `message`, `multipart`, `body-part` and `body`; types are in the header fields alone.
    private static PartTree mime4j(byte[] xml) throws XMLStreamException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // control characters are no XML, and no matter here
        String text =
                new String(xml, StandardCharsets.ISO_8859_1)
                        .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
        var reader = factory.createXMLStreamReader(new StringReader(text));
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            // up to the root
        }
        return entity(reader);
    }

    /// The entity whose start tag has just been read, to its end tag.
    private static PartTree entity(XMLStreamReader reader) throws XMLStreamException {
        var below = new ArrayList<PartTree>();
        String type = PartTree.ANY;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT
                    && Set.of("message", "body-part", "multipart")
                            .contains(reader.getLocalName())) {
                return new PartTree(type, below);
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "multipart" -> {
                        type = "multipart/*";
                        below.addAll(entity(reader).below());
                    }
                    case "message" -> {
                        type = "message/*";
                        below.add(entity(reader));
                    }
                    case "body-part" -> below.add(entity(reader));
                    default -> {}
                }
            }
        }
        throw new XMLStreamException("ends too early");
    }

    /// The octets of each leaf without their transfer encoding, line ends apart.
    @Test
    void mime4jDecodesTheSameOctets() throws Exception {
        var corpus = Corpus.orSkip();
        var count = new Count("mime4j-decoded");
        for (Corpus.Row row : corpus.kind("expected")) {
            int mark = row.path().indexOf("_decoded_");
            if (!row.source().equals("mime4j") || mark < 0) {
                continue;
            }
            var message = message(corpus, row.path().substring(0, mark) + ".x", ".x");
            if (message.isPresent()) {
                String name = row.path().substring(mark + "_decoded_".length());
                var theirs = unix(corpus.file(row));
                var ours = decoded(corpus.wire(message.get()), name.split("\\.")[0]);
                count.add(
                        row.path().replaceFirst("mime4j/expected", "mime4j-decoded"),
                        ours.filter(theirs::equals).isPresent(),
                        theirs.length() + " here " + ours.map(String::length));
            }
        }
        count.check();
    }

    private static String unix(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    private static Optional<String> decoded(byte[] wire, String path) throws IOException {
        var content = Content.of(wire);
        var part = MessageParser.parse(content, MimeLimits.STANDARD).structure();
        String[] numbers = path.split("_");
        for (int i = 1; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            switch (part) {
                case BodyPart.Multipart multipart when number <= multipart.parts().size() ->
                        part = multipart.parts().get(number - 1);
                case BodyPart.Embedded embedded when number == 1 -> part = embedded.body();
                case BodyPart.Multipart _, BodyPart.Embedded _, BodyPart.Leaf _ -> {
                    return Optional.empty();
                }
            }
        }
        var extent = part.extent();
        var body = content.slice(extent.body(), extent.end() - extent.body());
        try (var octets = TransferDecoding.open(body, part.fields().encoding())) {
            return Optional.of(unix(octets.readAllBytes()));
        }
    }

    @Test
    void mailParserFindsTheSamePartsAndTypes() throws Exception {
        var corpus = Corpus.orSkip();
        var count = new Count("stalwart-mail-parser");
        for (Corpus.Row row : expected(corpus, "stalwart-mail-parser", ".json")) {
            var message = message(corpus, row.path(), ".json");
            if (message.isPresent()) {
                var theirs = mailParser(json(corpus.file(row)), 0);
                var ours = PartTree.ours(corpus.wire(message.get()));
                count.add(message.get().path(), theirs.agrees(ours), theirs + " here " + ours);
            }
        }
        count.check();
    }

    /// JSON is YAML.
    private static Map<?, ?> json(byte[] octets) {
        return (Map<?, ?>) new Yaml().load(new String(octets, StandardCharsets.UTF_8));
    }

    private static PartTree mailParser(Map<?, ?> message, int number) {
        var part = (Map<?, ?>) list(message, "parts").get(number);
        var body = (Map<?, ?>) requireNonNull(part.get("body"));
        String type = type(part);
        if (body.get("Multipart") instanceof List<?> below) {
            return new PartTree(
                    "multipart/*",
                    below.stream().map(n -> mailParser(message, (Integer) n)).toList());
        }
        if (body.get("Message") instanceof Map<?, ?> inner) {
            return new PartTree("message/*", List.of(mailParser(inner, 0)));
        }
        return PartTree.leaf(type);
    }

    private static List<?> list(Map<?, ?> of, String name) {
        return (List<?>) requireNonNull(of.get(name));
    }

    private static String type(Map<?, ?> part) {
        for (Object header : list(part, "headers")) {
            if (header instanceof Map<?, ?> field
                    && "content_type".equals(field.get("name"))
                    && field.get("value") instanceof Map<?, ?> value
                    && value.get("ContentType") instanceof Map<?, ?> type) {
                return type.get("c_subtype") == null
                        ? PartTree.ANY
                        : type.get("c_type") + "/" + type.get("c_subtype");
            }
        }
        return PartTree.ANY;
    }

    @Test
    void wildDuckCountsTheSameLinesAndOctets() throws Exception {
        var corpus = Corpus.orSkip();
        var row = expected(corpus, "wildduck", "simple.json").getFirst();
        var wire = corpus.wire(message(corpus, row.path(), ".json").orElseThrow());
        var theirs = new ArrayList<String>();
        wildDuck(json(corpus.file(row)), theirs);
        var ours = new ArrayList<String>();
        leaves(MessageParser.parse(Content.of(wire), MimeLimits.STANDARD).structure(), ours);
        assertThat(ours).isEqualTo(theirs);
    }

    private static void wildDuck(Map<?, ?> node, List<String> into) {
        if (node.get("childNodes") instanceof List<?> below && !below.isEmpty()) {
            below.forEach(child -> wildDuck((Map<?, ?>) child, into));
        } else {
            into.add(node.get("size") + " octets");
        }
    }

    private static void leaves(BodyPart part, List<String> into) {
        switch (part) {
            case BodyPart.Multipart multipart ->
                    multipart.parts().forEach(child -> leaves(child, into));
            case BodyPart.Embedded embedded -> leaves(embedded.body(), into);
            case BodyPart.Leaf leaf ->
                    into.add((leaf.extent().end() - leaf.extent().body()) + " octets");
        }
    }

    /// Thunderbird tells the text that it would show of a message.
    @Test
    void thunderbirdReadsTheSameText() throws Exception {
        var corpus = Corpus.orSkip();
        var count = new Count("thunderbird");
        for (Corpus.Row row : expected(corpus, "thunderbird", ".out")) {
            var message = message(corpus, row.path(), ".out");
            if (message.isPresent()) {
                String theirs = words(new String(corpus.file(row), StandardCharsets.UTF_8));
                var texts = new ArrayList<String>();
                var content = Content.of(corpus.wire(message.get()));
                texts(
                        content,
                        MessageParser.parse(content, MimeLimits.STANDARD).structure(),
                        texts);
                count.add(message.get().path(), texts.contains(theirs), theirs + " in " + texts);
            }
        }
        count.check();
    }

    private static void texts(Content content, BodyPart part, List<String> into)
            throws IOException {
        switch (part) {
            case BodyPart.Multipart multipart -> {
                for (BodyPart child : multipart.parts()) {
                    texts(content, child, into);
                }
            }
            case BodyPart.Embedded embedded -> texts(content, embedded.body(), into);
            case BodyPart.Leaf leaf -> {
                into.add(words(BodyText.read(content, leaf, 100_000)));
                try (var raw = BodyText.openRaw(content, leaf)) {
                    into.add(words(raw.readAllAsString()));
                }
            }
        }
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
