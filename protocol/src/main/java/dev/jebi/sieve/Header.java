package dev.jebi.sieve;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// The header section of a message while a script runs, with its edits (RFC 5293). For one thread.
final class Header {
    private static final int CHUNK = 32 << 10;

    private final Content message;
    private final long body;
    private final boolean ended;
    private byte[] octets;
    private HeaderSection section;
    private Content content;
    private boolean edited;

    private Header(Content message, long body, boolean ended, byte[] octets) {
        this.message = message;
        this.body = body;
        this.ended = ended;
        this.octets = octets;
        this.section = HeaderSection.of(octets);
        this.content = message;
    }

    static Header of(SieveMessage message, SieveLimits limits) throws IOException {
        Content content = message.content();
        int most = (int) Math.min(content.size(), limits.run().headerOctets());
        int chunk = CHUNK;
        while (true) {
            byte[] octets = content.octets(0, Math.min(chunk, most));
            int end = end(octets);
            if (end >= 0 || octets.length >= most) {
                int body = end >= 0 ? end : octets.length;
                return new Header(content, body, end >= 0, Arrays.copyOf(octets, body));
            }
            chunk *= 4;
        }
    }

    /// Where the body begins, behind the empty line; -1 when there is none.
    private static int end(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                boolean empty = i == line || (i == line + 1 && octets[line] == '\r');
                if (empty) {
                    return i + 1;
                }
                line = i + 1;
            }
        }
        return -1;
    }

    HeaderSection section() {
        return section;
    }

    /// How many octets the header has.
    int size() {
        return octets.length;
    }

    boolean edited() {
        return edited;
    }

    /// The message as it is now.
    Content content() {
        return content;
    }

    /// Where the body begins in the message as it came.
    long body() {
        return body;
    }

    /// Whether there is a body: an empty line ends the header.
    boolean hasBody() {
        return ended;
    }

    /// Raw values of the fields of this name, in order.
    List<String> values(String name) {
        return section.all(name);
    }

    /// Adds a field; its lines end in CRLF.
    void add(String field, boolean last) {
        byte[] added = field.getBytes(StandardCharsets.UTF_8);
        var now = new ByteArrayOutputStream();
        int fields = last ? fieldsEnd() : 0;
        now.write(octets, 0, fields);
        if (fields > 0 && octets[fields - 1] != '\n') {
            now.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        now.writeBytes(added);
        now.write(octets, fields, octets.length - fields);
        changed(now.toByteArray());
    }

    /// Deletes some of the fields of a name; `which` is asked by their number from 0.
    void delete(String name, IntPredicate which) {
        byte[] now = section.without(name, which);
        if (now.length != octets.length) {
            changed(now);
        }
    }

    private int fieldsEnd() {
        int end = octets.length;
        if (end(octets) == end) {
            end -= end >= 2 && octets[end - 2] == '\r' ? 2 : 1;
        }
        return end;
    }

    private void changed(byte[] now) {
        octets = now;
        section = HeaderSection.of(now);
        content = Content.concat(Content.of(now), message.slice(body, message.size() - body));
        edited = true;
    }
}
