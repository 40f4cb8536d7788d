package dev.jebi.pop3server;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What TOP sends: the header section, the empty line, and some lines of the body (RFC 1939 §7).
/// Reads the message no further than that, in bounded steps. Lines end with LF here, so that a
/// message with bare LFs (APPEND may bring one) has its lines too.
final class TopOfMessage {
    private static final int STEP = 16 * 1024;
    private static final Content CRLF = Content.of("\r\n".getBytes(StandardCharsets.US_ASCII));

    /// Lines of the body that are still wanted.
    private int lines;

    private boolean body;

    /// Octets of the current line, a CR at its start not counted.
    private long length;

    private boolean ended = true;

    private TopOfMessage(int lines) {
        this.lines = lines;
    }

    static Content of(Content message, int lines) throws IOException {
        var top = new TopOfMessage(lines);
        long end = top.end(message);
        if (top.body) {
            return message.slice(0, end);
        }
        // There is no empty line: it is sent nevertheless, since clients wait for it.
        return top.ended ? Content.concat(message, CRLF) : Content.concat(message, CRLF, CRLF);
    }

    /// Where the top ends.
    private long end(Content message) throws IOException {
        var buffer = ByteBuffer.allocate(Math.clamp(message.size(), 1, STEP));
        long position = 0;
        while (message.read(position, buffer.clear()) > 0) {
            buffer.flip();
            position += buffer.limit();
            while (buffer.hasRemaining()) {
                if (lastOfTop(buffer.get())) {
                    return position - buffer.remaining();
                }
            }
        }
        return position;
    }

    /// Takes the next octet.
    ///
    /// @return whether the top ends with it
    private boolean lastOfTop(byte octet) {
        ended = octet == '\n';
        if (!ended) {
            length += octet == '\r' && length == 0 ? 0 : 1;
            return false;
        }
        if (body) {
            lines--;
        } else {
            body = length == 0;
        }
        length = 0;
        return body && lines == 0;
    }
}
