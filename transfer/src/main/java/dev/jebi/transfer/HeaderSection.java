package dev.jebi.transfer;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The fields of a header section by name and place (RFC 5322 §2.2), nothing decoded. A line that
/// is no field is passed over: what stands behind it up to the empty line counts, for some readers
/// take it for fields.
///
/// @param fields in their order
/// @param started whether the content begins with a field or with the empty line
/// @param complete whether its end was found
/// @param eightBit whether it has octets over 127
record HeaderSection(List<Field> fields, boolean started, boolean complete, boolean eightBit) {
    private static final int FIRST_READ = 16 * 1024;

    /// A field with its folded lines.
    record Field(String name, int offset, int length) {
        int end() {
            return offset + length;
        }
    }

    static HeaderSection of(Content content, int atMost) throws IOException {
        int size = (int) Math.min(content.size(), atMost);
        for (int read = Math.min(FIRST_READ, size); ; read = Math.min(read * 4, size)) {
            byte[] octets = content.octets(0, read);
            int end = end(octets);
            if (end >= 0) {
                return scan(octets, end, true);
            }
            if (read == size) {
                return scan(octets, read, size == content.size());
            }
        }
    }

    long count(String name) {
        return fields.stream().filter(f -> f.name.equalsIgnoreCase(name)).count();
    }

    boolean has(String name) {
        return count(name) > 0;
    }

    /// Where the empty line begins, or -1.
    private static int end(byte[] octets) {
        for (int i = 0; i + 1 < octets.length; i++) {
            boolean lineEnd = octets[i] == '\r' && octets[i + 1] == '\n';
            if (lineEnd && (i == 0 || octets[i - 1] == '\n')) {
                return i;
            }
        }
        return -1;
    }

    private static HeaderSection scan(byte[] octets, int end, boolean complete) {
        var fields = new ArrayList<Field>();
        boolean eightBit = false;
        for (int at = 0; at < end; ) {
            int colon = colon(octets, at, end);
            int next = at;
            do {
                next = nextLine(octets, next, end);
            } while (next < end && (octets[next] == ' ' || octets[next] == '\t'));
            if (colon >= 0) {
                String name = new String(octets, at, colon - at, StandardCharsets.US_ASCII);
                fields.add(new Field(name.strip(), at, next - at));
            }
            for (int i = at; i < next && !eightBit; i++) {
                eightBit = octets[i] < 0;
            }
            at = next;
        }
        boolean started = end == 0 || colon(octets, 0, end) >= 0;
        return new HeaderSection(List.copyOf(fields), started, complete, eightBit);
    }

    /// Where the colon of the field that begins here stands; obsolete syntax has white space before
    /// it (RFC 5322 §4.5).
    private static int colon(byte[] octets, int at, int end) {
        int i = at;
        while (i < end && octets[i] > ' ' && octets[i] != ':' && octets[i] != 127) {
            i++;
        }
        if (i == at) {
            return -1;
        }
        while (i < end && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i < end && octets[i] == ':' ? i : -1;
    }

    private static int nextLine(byte[] octets, int at, int end) {
        int i = at;
        while (i < end && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, end);
    }
}
