package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.Terminal;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// The three streams of a command, and how it writes to them: data for people or as one JSON
/// document on standard output, everything else on standard error.
final class Output {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION).build();

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    Output(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /// What is written with a generator.
    interface Document {
        void write(JsonGenerator json);
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    /// A line of data for people; what strangers wrote must be cleaned by [Terminal] before.
    void line(String line) {
        out.println(line);
    }

    /// A word to the person beside the data.
    void note(String line) {
        err.println("jebi mail: " + Terminal.line(line));
    }

    /// One JSON document.
    void json(Document document) {
        out.println(text(document));
    }

    /// A failure, for people or for scripts.
    void failure(Failure failure, boolean json) {
        if (json) {
            err.println(
                    text(g -> {
                        g.writeStartObject();
                        g.writeName("error");
                        g.writeStartObject();
                        g.writeStringProperty("code", failure.kind().word());
                        g.writeNumberProperty("exit", failure.kind().exitCode());
                        g.writeStringProperty("message", failure.sentence());
                        g.writeEndObject();
                        g.writeEndObject();
                    }));
        } else {
            note(failure.sentence());
        }
    }

    private static String text(Document document) {
        var text = new StringWriter();
        try (JsonGenerator generator =
                JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            document.write(generator);
        }
        return escaped(text.toString());
    }

    /// What would drive a terminal is an escape in a JSON string too; outside of strings there is
    /// nothing of the kind.
    private static String escaped(String document) {
        var escaped = new StringBuilder(document.length());
        document.codePoints()
                .forEach(c -> {
                    if (Terminal.dangerous(c)) {
                        for (char unit : Character.toChars(c)) {
                            escaped.append(String.format("\\u%04x", (int) unit));
                        }
                    } else {
                        escaped.appendCodePoint(c);
                    }
                });
        return escaped.toString();
    }
}
