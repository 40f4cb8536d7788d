package dev.jebi.useragent;

import java.io.Closeable;
import java.io.IOException;

/// Where fetched mail is put. Lines end with LF there, as local files have it.
sealed interface Drop extends Closeable permits MboxDrop, MaildirDrop {
    /// Puts a message as it came from the server.
    void put(byte[] message) throws IOException;

    /// Returns when everything that was put survives the power.
    void sync() throws IOException;

    /// The octets with LF in place of CRLF; a CR that stands alone stays.
    static byte[] local(byte[] message) {
        var out = new java.io.ByteArrayOutputStream(message.length);
        for (int i = 0; i < message.length; i++) {
            boolean crlf = message[i] == '\r' && i + 1 < message.length && message[i + 1] == '\n';
            if (!crlf) {
                out.write(message[i]);
            }
        }
        return out.toByteArray();
    }
}
