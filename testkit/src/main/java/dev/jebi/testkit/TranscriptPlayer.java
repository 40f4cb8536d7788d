package dev.jebi.testkit;

import org.junit.jupiter.api.DynamicTest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Plays a conversation, written down in a file, against a server.
///
/// ```
/// # a comment; empty lines mean nothing
/// C: text          the client sends the text and CRLF
/// C~ text          the client sends the text as it is, no CRLF
/// C<< file         the client sends the octets of a file that stands beside the transcript
/// C<<              the client sends the lines that follow and begin with two spaces (which are
///   a line         not sent), each with CRLF
/// S: text          the server sends exactly this line
/// S~ regex         the server sends a line that matches the whole expression; what its named
///                  groups `(?<name>…)` hold is kept as variables
/// S.. regex        the server sends any lines, up to one that matches
/// S*{              the server sends as many lines as there are up to the brace, in any order
///   S: text
///   S~ regex
/// }
/// === TLS          TLS begins, any certificate is trusted
/// === DEFLATE      both sides compress from here on (RFC 4978)
/// === PLAIN        and no longer (RFC 8437 §4.1)
/// === EOF          the server closes the connection, having sent nothing more
/// === FIN          the client ends its side of the connection and goes on listening
/// === CLOSE        the client closes the connection
/// ```
///
/// A digit in front (`2C:`, `2S:`, `2=== TLS`) tells the connection; without it, it is the first. A
/// connection is opened where it is first named.
///
/// In the texts of `C` and `S:`, `\r`, `\n`, `\0`, `\\` and `\xNN` are octets (any other backslash
/// is a backslash), `${name}` is a variable, captured or given by the caller, and `${base64:text}`
/// is what it says, after the text's own escapes and variables: `${base64:\0user\0secret}`. In
/// expressions only `${name}` is replaced, and stands for itself. An IMAP literal is just the lines
/// it is made of: `S: * 1 FETCH (BODY[] {7}`, `S: hello`, `S: )`.
///
/// A line that does not come within a minute, or comes with another end than CRLF, is a failure;
/// the message shows the place in the file, what was expected, and the dialogue so far.
public final class TranscriptPlayer {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final InetSocketAddress server;
    private final Path transcript;
    private final Variables variables;
    private final SequencedMap<Integer, TestConnection> connections = new TreeMap<>();
    private final List<String> dialogue = new ArrayList<>();

    private TranscriptPlayer(
            InetSocketAddress server, Path transcript, Map<String, String> variables) {
        this.server = server;
        this.transcript = transcript;
        this.variables = new Variables(variables);
    }

    /// Where a transcript is played: makes a server, plays, and takes it down.
    public interface Stage {
        /// Plays one transcript.
        void play(Path transcript) throws Exception;
    }

    /// A test for each transcript in a folder of resources beside the class, those in its folders
    /// too; for a method with `@TestFactory`.
    public static Stream<DynamicTest> tests(Class<?> beside, String folder, Stage stage) {
        var url = beside.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("no folder " + folder + " beside " + beside);
        }
        var root = path(url);
        try (var files = Files.walk(root)) {
            var transcripts =
                    files.filter(file -> file.toString().matches(".*\\.(smtp|imap|pop3|sieve)"))
                            .sorted()
                            .toList();
            return transcripts.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    root.relativize(file).toString(),
                                    file.toUri(),
                                    () -> stage.play(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Plays the transcript that stands in a resource.
    public static void play(InetSocketAddress server, URL transcript, Map<String, String> variables)
            throws IOException {
        play(server, path(transcript), variables);
    }

    /// Plays the transcript that stands in a file.
    public static void play(
            InetSocketAddress server, Path transcript, Map<String, String> variables)
            throws IOException {
        new TranscriptPlayer(server, transcript, variables).play();
    }

    private static Path path(URL url) {
        try {
            URI uri = url.toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void play() throws IOException {
        try {
            for (Step step : Transcript.read(Files.readString(transcript))) {
                play(step);
            }
        } finally {
            for (Closeable connection : connections.values()) {
                connection.close();
            }
        }
    }

    private void play(Step step) {
        try {
            var connection = connection(step.connection());
            switch (step) {
                case Step.Say say -> say(connection, say);
                case Step.SayFile say -> sayFile(connection, say);
                case Step.Hear hear -> hear(connection, hear);
                case Step.HearUntil hear -> hearUntil(connection, hear);
                case Step.BeginTls begin -> {
                    connection.startTls();
                    note(begin, "=== TLS");
                }
                case Step.Compress compress -> {
                    connection.compress(compress.end());
                    note(compress, compress.end() ? "=== PLAIN" : "=== DEFLATE");
                }
                case Step.HearEnd end -> hearEnd(connection, end);
                case Step.End end when end.half() -> connection.endOutput();
                case Step.End _ -> connection.close();
            }
        } catch (SocketTimeoutException _) {
            throw failure(step.line(), "nothing came for " + TIMEOUT.toSeconds() + " s");
        } catch (IOException e) {
            var failure = failure(step.line(), String.valueOf(e));
            failure.initCause(e);
            throw failure;
        }
    }

    private TestConnection connection(int number) throws IOException {
        var known = connections.get(number);
        if (known != null) {
            return known;
        }
        var opened = new TestConnection(server, TIMEOUT);
        connections.put(number, opened);
        return opened;
    }

    private void say(TestConnection connection, Step.Say say) throws IOException {
        byte[] octets = variables.octets(say.text());
        if (say.end()) {
            octets = Arrays.copyOf(octets, octets.length + 2);
            octets[octets.length - 2] = '\r';
            octets[octets.length - 1] = '\n';
        }
        note(say, "C: " + shown(octets));
        connection.send(octets);
    }

    private void sayFile(TestConnection connection, Step.SayFile say) throws IOException {
        note(say, "C<< " + say.file());
        connection.send(Files.readAllBytes(transcript.resolveSibling(say.file())));
    }

    private void hear(TestConnection connection, Step.Hear hear) throws IOException {
        var left = new ArrayList<>(hear.expected());
        while (!left.isEmpty()) {
            byte[] line = line(connection, hear);
            var match =
                    left.stream()
                            .sorted((a, b) -> Boolean.compare(a.regex(), b.regex()))
                            .filter(expected -> matches(expected, line))
                            .findFirst();
            if (match.isEmpty()) {
                int place = left.size() == 1 ? left.getFirst().line() : hear.line();
                throw failure(place, "expected " + wanted(left) + "\n  got      S: " + shown(line));
            }
            left.remove(match.get());
        }
    }

    private static String wanted(List<Step.Expected> expected) {
        return expected.size() == 1 ? expected.getFirst().toString() : "one of " + expected;
    }

    private void hearUntil(TestConnection connection, Step.HearUntil hear) throws IOException {
        byte[] line = line(connection, hear);
        while (!matches(hear.expected(), line)) {
            line = line(connection, hear);
        }
    }

    /// The next line without its CRLF.
    private byte[] line(TestConnection connection, Step step) throws IOException {
        byte[] line = connection.line();
        int end = line.length - 2;
        if (line.length == 0) {
            throw failure(step.line(), "the server closed the connection");
        }
        note(step, "S: " + shown(line));
        if (end < 0 || line[end] != '\r' || line[end + 1] != '\n') {
            throw failure(step.line(), "a line without CRLF: " + shown(line));
        }
        return Arrays.copyOf(line, end);
    }

    private boolean matches(Step.Expected expected, byte[] line) {
        if (!expected.regex()) {
            return Arrays.equals(variables.octets(expected.text()), line);
        }
        var match = expected.pattern(variables).matcher(TestConnection.text(line));
        boolean matches = match.matches();
        if (matches) {
            variables.capture(match);
        }
        return matches;
    }

    private void hearEnd(TestConnection connection, Step.HearEnd end) throws IOException {
        byte[] line = connection.line();
        if (line.length > 0) {
            throw failure(
                    end.line(), "expected the end of the connection\n  got S: " + shown(line));
        }
        note(end, "=== EOF");
    }

    private void note(Step step, String what) {
        dialogue.add((connections.size() > 1 ? step.connection() : "") + what);
    }

    private static String shown(byte[] octets) {
        String text = TestConnection.text(octets);
        return (text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }

    private AssertionError failure(int line, String what) {
        return new AssertionError(
                transcript.getFileName()
                        + ":"
                        + line
                        + ": "
                        + what
                        + "\n  the dialogue so far:\n    "
                        + String.join("\n    ", dialogue));
    }
}
