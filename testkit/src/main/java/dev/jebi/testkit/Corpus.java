package dev.jebi.testkit;

import org.junit.jupiter.api.Assumptions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The mail corpus: real and test messages that are kept beside the repository, never in it.
/// Immutable.
public final class Corpus {
    private static final int COLUMNS = 12;
    private static final Pattern MBOX_LINE =
            Pattern.compile("(?:\\A|(?<=\\n\\r?\\n))From [^\\r\\n]*\\d:\\d\\d|(?<=\\n|\\A)From - ");

    private final Path folder;
    private final List<Row> rows;

    private Corpus(Path folder, List<Row> rows) {
        this.folder = folder;
        this.rows = rows;
    }

    /// A file of the corpus, as `index.tsv` tells of it.
    ///
    /// @param kind msg, mbox, expected or data
    /// @param wireBytes how long the wire form is, 0 when it is no message
    /// @param wireSha256 of the wire form in hexadecimal, empty when it is no message
    public record Row(
            String path,
            String source,
            String kind,
            String eol,
            Set<String> flags,
            long wireBytes,
            String wireSha256) {}

    /// The corpus, where there is one: in the folder that the system property or the environment
    /// variable `JEBI_CORPUS` names, else in `../shared/corpus` beside the repository.
    public static Optional<Corpus> find() {
        return candidates()
                .filter(f -> Files.isRegularFile(f.resolve("index.tsv")))
                .findFirst()
                .map(Corpus::open);
    }

    /// The corpus; where there is none the test that asks is skipped.
    public static Corpus orSkip() {
        Optional<Corpus> corpus = find();
        Assumptions.assumeTrue(
                corpus.isPresent(),
                "no mail corpus: set JEBI_CORPUS to its folder to run this test");
        return corpus.orElseThrow();
    }

    /// Where it lies.
    public Path folder() {
        return folder;
    }

    /// All files.
    public List<Row> rows() {
        return rows;
    }

    /// The rows that are one message a file.
    public List<Row> messages() {
        return kind("msg");
    }

    /// The rows of a kind: msg, mbox, expected or data.
    public List<Row> kind(String kind) {
        return rows.stream().filter(r -> r.kind().equals(kind)).toList();
    }

    /// The row of a path as `index.tsv` writes it.
    public Row row(String path) {
        return rows.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
    }

    /// The octets of a file as they lie there.
    public byte[] file(Row row) throws IOException {
        return Files.readAllBytes(folder.resolve(row.path()));
    }

    /// What a client would send for this message, before dot-stuffing.
    public byte[] wire(Row row) throws IOException {
        return wire(file(row));
    }

    /// The wire form of a file: without an mbox `From ` line, each LF without CR made CRLF (in a
    /// file with CR only each CR), CRLF at the end.
    public static byte[] wire(byte[] raw) {
        int from = afterMboxLine(raw);
        var out = new ByteArrayOutputStream(raw.length + raw.length / 30 + 2);
        boolean onlyCr = indexOf(raw, '\n', from) < 0;
        for (int i = from; i < raw.length; i++) {
            if (raw[i] == '\n' && (i == from || raw[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(raw[i]);
            if (raw[i] == '\r' && onlyCr) {
                out.write('\n');
            }
        }
        boolean ended = raw.length > from && raw[raw.length - 1] == (onlyCr ? '\r' : '\n');
        if (!ended) {
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    /// The messages of an mbox file in their wire form. A message begins with a `From ` line that
    /// has a time of day and stands at the start or behind an empty line, or with Netscape's `From
    /// - `; `>From ` stays as it is.
    public List<byte[]> mbox(Row row) throws IOException {
        var text = new String(file(row), StandardCharsets.ISO_8859_1);
        var messages = new ArrayList<byte[]>();
        Matcher start = MBOX_LINE.matcher(text);
        int from = start.find() ? start.start() : text.length();
        while (from < text.length()) {
            int end = start.find() ? start.start() : text.length();
            messages.add(wire(text.substring(from, end).getBytes(StandardCharsets.ISO_8859_1)));
            from = end;
        }
        return messages;
    }

    /// The decoded subjects of `subjects.tsv` by the path of their message.
    public Map<String, String> subjects() throws IOException {
        var subjects = new LinkedHashMap<String, String>();
        for (String line : lines("subjects.tsv")) {
            String[] cells = line.split("\t", 2);
            subjects.put(cells[0], cells[1]);
        }
        return subjects;
    }

    private static int afterMboxLine(byte[] raw) {
        if (!new String(raw, 0, Math.min(5, raw.length), StandardCharsets.ISO_8859_1)
                .equals("From ")) {
            return 0;
        }
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '\n') {
                return i + 1;
            }
            if (raw[i] == '\r') {
                return i + 1 < raw.length && raw[i + 1] == '\n' ? i + 2 : i + 1;
            }
        }
        return raw.length;
    }

    private static int indexOf(byte[] raw, char octet, int from) {
        for (int i = from; i < raw.length; i++) {
            if (raw[i] == octet) {
                return i;
            }
        }
        return -1;
    }

    private static Stream<Path> candidates() {
        Stream<String> told =
                Stream.of(
                        System.getProperty("JEBI_CORPUS", ""),
                        Optional.ofNullable(System.getenv("JEBI_CORPUS")).orElse(""));
        Stream<Path> beside =
                Stream.of(System.getProperty("jebi.root", ""))
                        .filter(root -> !root.isEmpty())
                        .map(root -> Path.of(root, "..", "shared", "corpus").normalize());
        return Stream.concat(told.filter(t -> !t.isEmpty()).map(Path::of), beside);
    }

    private static Corpus open(Path folder) {
        try {
            var corpus = new Corpus(folder, List.of());
            return new Corpus(
                    folder, corpus.lines("index.tsv").stream().map(Corpus::parse).toList());
        } catch (IOException e) {
            throw new IllegalStateException("the corpus in " + folder + " cannot be read", e);
        }
    }

    private static Row parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("not a row of the corpus index: " + line);
        }
        return new Row(
                cells[0],
                cells[3],
                cells[4],
                cells[5],
                cells[7].isEmpty() ? Set.of() : Set.of(cells[7].split(",")),
                cells[9].isEmpty() ? 0 : Long.parseLong(cells[9]),
                cells[10]);
    }

    private List<String> lines(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(name))) {
            return lines.skip(1).toList();
        }
    }
}
