package dev.jebi.https;

import dev.jebi.https.HttpsFault.Kind;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one answer of HTTP/1.1 (RFC 9112), with its body by length, in chunks, or up to the end.
final class HttpsReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
    private static final int HEX = 16;

    /// Answers before the answer (RFC 9110 §15.2).
    private static final int INTERIM = 8;

    private final InputStream in;
    private final HttpsLimits limits;
    private int head;

    HttpsReader(InputStream in, HttpsLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    HttpsAnswer read() throws IOException {
        for (int i = 0; i < INTERIM; i++) {
            var status = STATUS.matcher(line());
            if (!status.matches()) {
                throw new HttpsFault(Kind.NOT_HTTP, "the answer is no HTTP");
            }
            int code = Integer.parseInt(status.group(1));
            var headers = headers();
            if (code >= 200) {
                return new HttpsAnswer(code, headers, body(code, headers));
            }
        }
        throw new HttpsFault(Kind.NOT_HTTP, "no end of interim answers");
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new HttpsFault(Kind.NOT_HTTP, "a field without a name");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(int code, Map<String, String> headers) throws IOException {
        if (code == 204 || code == 304) {
            return new byte[0];
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks();
        }
        String length = headers.get("content-length");
        if (length == null) {
            return bounded(in.readNBytes(limits.body() + 1));
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new HttpsFault(Kind.NOT_HTTP, "a strange length");
        }
        if (Long.parseLong(length) > limits.body()) {
            throw tooMuch();
        }
        int wanted = Integer.parseInt(length);
        byte[] octets = in.readNBytes(wanted);
        if (octets.length < wanted) {
            throw new HttpsFault(Kind.NO_CONNECTION, "the answer was cut off");
        }
        return octets;
    }

    private byte[] chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new HttpsFault(Kind.NOT_HTTP, "a chunk without a size");
            }
            int octets = Integer.parseInt(size, HEX);
            if (octets == 0) {
                headers();
                return all.toByteArray();
            }
            if (all.size() + octets > limits.body()) {
                throw tooMuch();
            }
            byte[] chunk = in.readNBytes(octets);
            if (chunk.length < octets || !line().isEmpty()) {
                throw new HttpsFault(Kind.NO_CONNECTION, "the answer was cut off");
            }
            all.writeBytes(chunk);
        }
    }

    private byte[] bounded(byte[] octets) throws HttpsFault {
        if (octets.length > limits.body()) {
            throw tooMuch();
        }
        return octets;
    }

    private HttpsFault tooMuch() {
        return new HttpsFault(Kind.SIZE, "the answer is larger than " + limits.body() + " octets");
    }

    /// A line without its end; all lines together are bounded.
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new HttpsFault(Kind.NO_CONNECTION, "the answer was cut off");
            }
            if (++head > limits.head()) {
                throw new HttpsFault(Kind.SIZE, "the head of the answer is too large");
            }
            if (octet == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(octet);
        }
    }
}
