package dev.jebi.dkim;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A message as signatures see it: the fields of its header section, and hashes of its body, each
/// taken once however many signatures (DKIM and ARC) want it. For one thread.
public final class SignedMessage {
    private static final int FIRST_READ = 16 * 1024;
    private static final int CHUNK = 64 * 1024;

    /// More fields than any mail has; with more the header section counts as one without end.
    private static final int MAX_FIELDS = 10_000;

    private final Content content;
    private final List<MessageField> fields;
    private final long body;
    private final boolean complete;
    private final Map<BodyWanted, BodyHash> hashes = new HashMap<>();

    private SignedMessage(Content content, List<MessageField> fields, long body, boolean complete) {
        this.content = content;
        this.fields = fields;
        this.body = body;
        this.complete = complete;
    }

    /// Reads the header section.
    ///
    /// @param headerOctets how far its end is looked for
    public static SignedMessage of(Content content, int headerOctets) throws IOException {
        int most = (int) Math.min(content.size(), headerOctets);
        for (int read = Math.min(FIRST_READ, most); ; read = (int) Math.min(read * 4L, most)) {
            byte[] octets = content.octets(0, read);
            int end = end(octets);
            if (end >= 0) {
                int past = octets[end] == '\r' ? end + 2 : end + 1;
                var fields = fields(octets, end);
                return new SignedMessage(content, fields, past, fields.size() < MAX_FIELDS);
            }
            if (read == most) {
                boolean whole = most == content.size();
                var fields = fields(octets, read);
                return new SignedMessage(
                        content, fields, read, whole && fields.size() < MAX_FIELDS);
            }
        }
    }

    /// Where the empty line begins, or -1. A LF alone ends a line too: no reader may see a header
    /// section that ends elsewhere than this one does.
    private static int end(byte[] octets) {
        boolean lineStart = true;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (lineStart
                    && (octet == '\n'
                            || (octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n'))) {
                return i;
            }
            lineStart = octet == '\n';
        }
        return -1;
    }

    private static List<MessageField> fields(byte[] octets, int end) {
        var fields = new ArrayList<MessageField>();
        for (int at = 0; at < end && fields.size() < MAX_FIELDS; ) {
            int next = at;
            do {
                while (next < end && octets[next] != '\n') {
                    next++;
                }
                next = Math.min(next + 1, end);
            } while (next < end && (octets[next] == ' ' || octets[next] == '\t'));
            int colon = colon(octets, at, next);
            if (colon > at) {
                fields.add(MessageField.of(octets, at, colon, next));
            }
            at = next;
        }
        return List.copyOf(fields);
    }

    /// The colon of a field; -1 where the line is none. White space may stand before it (RFC 5322
    /// §4.5).
    private static int colon(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && octets[at] > ' ' && octets[at] != ':' && octets[at] != 127) {
            at++;
        }
        if (at == from) {
            return -1;
        }
        while (at < to && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        return at < to && octets[at] == ':' ? at : -1;
    }

    /// The fields in their order.
    public List<MessageField> fields() {
        return fields;
    }

    /// The fields of this name (in lower case) in their order.
    public List<MessageField> fields(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).toList();
    }

    /// Whether the end of the header section was found within the bound.
    public boolean complete() {
        return complete;
    }

    /// Takes the hashes that were not taken yet, all in one pass over the body.
    public void hash(Collection<BodyWanted> wanted) throws IOException {
        var forms = new EnumMap<Form, BodyForm>(Form.class);
        for (var one : new LinkedHashSet<>(wanted)) {
            if (!hashes.containsKey(one)) {
                forms.computeIfAbsent(one.form(), BodyForm::new).want(one);
            }
        }
        if (forms.isEmpty()) {
            return;
        }
        var chunk = new byte[(int) Math.clamp(content.size() - body, 1L, (long) CHUNK)];
        for (long at = body; at < content.size(); ) {
            int read = content.read(at, ByteBuffer.wrap(chunk));
            if (read <= 0) {
                throw new IOException("the content ends before its size");
            }
            forms.values().forEach(form -> form.take(chunk, 0, read));
            at += read;
        }
        forms.values().forEach(form -> form.end(hashes));
    }

    /// A hash of the body.
    public BodyHash bodyHash(BodyWanted wanted) throws IOException {
        hash(List.of(wanted));
        return Objects.requireNonNull(hashes.get(wanted));
    }

    /// The octets that a header hash is taken of (RFC 6376 §3.7, §5.4.2): of each name that is
    /// listed the last field that was not taken yet, nothing where there is none, and at the end
    /// the signature itself.
    ///
    /// @param names as the signature lists them
    /// @param signature with an empty `b`
    /// @param self the field of the message that the signature stands in; it does not sign itself
    public byte[] headerOctets(
            List<String> names, Form form, MessageField signature, MessageField self) {
        Map<String, Deque<MessageField>> left = new HashMap<>();
        for (var field : fields) {
            if (!field.equals(self)) {
                left.computeIfAbsent(field.name(), _ -> new ArrayDeque<>()).push(field);
            }
        }
        var octets = new OctetBuffer();
        for (String name : names) {
            var candidates = left.get(name.toLowerCase(Locale.ROOT));
            if (candidates != null && !candidates.isEmpty()) {
                candidates.pop().canonical(form, true, octets);
            }
        }
        signature.canonical(form, false, octets);
        return octets.toArray();
    }
}
