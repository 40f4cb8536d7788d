package dev.jebi.transfer.archive;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/// How far a run has come, in a file that the next one finds. It may be older than what was done:
/// whoever goes on finds out what is there already. For one thread.
final class RunState {
    private final Path file;
    private final Properties values = new Properties();

    private RunState(Path file) {
        this.file = file;
    }

    /// Reads the file; a run that is about something else begins anew.
    ///
    /// @param about what the run is about: the archive and the mailbox
    static RunState open(Path file, String about) throws IOException {
        var state = new RunState(file);
        if (Files.exists(file)) {
            state.values.load(new StringReader(Files.readString(file)));
        }
        if (!about.equals(state.values.getProperty("about"))) {
            state.values.clear();
            state.values.setProperty("about", about);
        }
        return state;
    }

    String text(String key) {
        return values.getProperty(key, "");
    }

    long number(String key) {
        return Long.parseLong(values.getProperty(key, "0"));
    }

    RunState set(String key, Object value) {
        values.setProperty(key, value.toString());
        return this;
    }

    /// Writes the file, whole or not at all.
    void save() throws IOException {
        var text = new StringWriter();
        values.store(text, null);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text.toString(), StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The run is at its end.
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
