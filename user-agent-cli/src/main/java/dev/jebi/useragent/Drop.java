package dev.jebi.useragent;

import jakarta.mail.MessagingException;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where fetched mail is put. Lines end with LF there, as local files have it.
sealed interface Drop extends Closeable permits MboxDrop, MaildirDrop {
    /// A message on its way: writes itself as it comes from the server.
    interface Incoming {
        void writeTo(OutputStream out) throws IOException, MessagingException;
    }

    /// Puts a message; a half one never stays.
    void put(Incoming message) throws IOException, MessagingException;

    /// Returns when everything that was put survives the power.
    void sync() throws IOException;

    /// Makes the names in a directory survive the power.
    static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
