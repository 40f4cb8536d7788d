package dev.jebi.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Login and password for a next hop: the first two lines of a file.
record Secret(String login, String password) {
    /// Reads a file; each time anew, so that a password can be changed while the server runs.
    static Secret of(Path file) throws IOException {
        var lines = Files.readString(file).lines().map(String::strip).toList();
        if (lines.size() < 2 || lines.get(0).isEmpty() || lines.get(1).isEmpty()) {
            throw new IOException(file + ": the first line is the login, the second the password");
        }
        return new Secret(lines.get(0), lines.get(1));
    }

    /// Shows no password.
    @Override
    public String toString() {
        return "Secret[login=" + login + "]";
    }
}
