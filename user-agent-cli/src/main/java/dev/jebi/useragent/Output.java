package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.text.SafeText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// The three streams of a command, and how it writes to them: data on standard output, in the form
/// that was asked for; everything else on standard error.
final class Output {
    /// For whom a command writes.
    enum Form {
        PEOPLE,
        /// One JSON document.
        JSON,
        /// One JSON document a line: of each element where there is a list.
        JSONL,
        /// One line an element, its values between tabs.
        PLAIN;

        /// The form that the words of a command line ask for, before they are read properly.
        static Form of(List<String> words) {
            return words.contains("--json")
                    ? JSON
                    : words.contains("--jsonl")
                            ? JSONL
                            : words.contains("--plain") ? PLAIN : PEOPLE;
        }
    }

    private final InputStream in;
    private final Remembering data;
    private final PrintStream out;
    private final PrintStream err;
    private Form form = Form.PEOPLE;

    Output(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.data = new Remembering(out);
        this.out = new PrintStream(data, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    void form(Form asked) {
        form = asked;
    }

    Form form() {
        return form;
    }

    /// Whether a person reads it, so that words beside the data are welcome.
    boolean people() {
        return form == Form.PEOPLE;
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /// A line of data for people; what strangers wrote must be cleaned by [SafeText] before.
    void line(String line) {
        out.println(line);
    }

    /// Many lines of data at once.
    void text(CharSequence lines) {
        out.print(lines);
        out.flush();
    }

    /// A word to the person beside the data.
    void note(String line) {
        err.println("jebi mail: " + SafeText.line(line));
    }

    /// The data of a command: for scripts as they asked, for people as that says.
    void show(Value value, Consumer<Output> people) {
        switch (form) {
            case PEOPLE -> people.accept(this);
            case JSON -> out.println(value.json());
            case JSONL, PLAIN -> lines(value);
        }
    }

    /// The data of a command for scripts.
    void element(Form asked, Value value) {
        form = asked;
        if (form == Form.JSON) {
            out.println(value.json());
        } else {
            lines(value);
        }
    }

    private void lines(Value value) {
        var lines = new StringBuilder();
        for (Value one : value instanceof Value.Rows rows ? rows.values() : List.of(value)) {
            lines.append(form == Form.PLAIN ? one.plain() : one.json()).append('\n');
        }
        text(lines);
    }

    /// One element of a stream, at once.
    void element(Value value) {
        out.println(form == Form.PLAIN ? value.plain() : value.json());
    }

    /// Whether whoever reads standard output is gone, so that there is nobody to tell more.
    boolean abandoned() {
        return "Broken pipe".equals(data.trouble());
    }

    /// The end of a command that has done all it had to: the data must have reached somebody, or
    /// nobody wants more of it (`| head -1`).
    ///
    /// @return the exit code
    int end() {
        if (data.trouble() == null || abandoned()) {
            return 0;
        }
        var failure =
                new Failure(
                        Failure.Kind.PARTLY_DONE, // whoever tries again might send again
                        "done, but standard output did not take all of it: " + data.trouble());
        failure(failure);
        return failure.kind().exitCode();
    }

    /// A failure, for people or for scripts.
    void failure(Failure failure) {
        if (form == Form.PEOPLE) {
            note(failure.sentence());
            return;
        }
        var error =
                new Value.Fields()
                        .put("code", failure.kind().word())
                        .put("exit", failure.kind().exitCode())
                        .put("message", failure.sentence());
        err.println(
                form == Form.PLAIN
                        ? "error\t" + error.plain()
                        : new Value.Fields().put("error", error).json());
    }

    /// What a [PrintStream] forgets: why something could not be written.
    private static final class Remembering extends OutputStream {
        private final OutputStream to;
        private @Nullable String trouble;

        Remembering(OutputStream to) {
            this.to = to;
        }

        @Nullable String trouble() {
            return trouble;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            try {
                to.write(octets, from, length);
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }
}
