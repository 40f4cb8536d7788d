package dev.jebi.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A field of a header section with its folded lines, as the octets stand there.
///
/// @param section the octets of the header section; not to be changed
/// @param start where the field begins
/// @param colon where its colon stands
/// @param end where the next field begins
/// @param name in lower case
@SuppressWarnings("ArrayRecordComponent") // a view on octets that all fields share
public record MessageField(byte[] section, int start, int colon, int end, String name) {
    static MessageField of(byte[] section, int start, int colon, int end) {
        String name = new String(section, start, colon - start, StandardCharsets.ISO_8859_1);
        return new MessageField(section, start, colon, end, name.strip().toLowerCase(Locale.ROOT));
    }

    /// A field that is not of a message yet.
    public static MessageField of(byte[] field) {
        int colon = 0;
        while (field[colon] != ':') {
            colon++;
        }
        return of(field, 0, colon, field.length);
    }

    /// The value as text, folded as it came; octets that are no UTF-8 are U+FFFD.
    public String value() {
        return new String(section, colon + 1, end - colon - 1, StandardCharsets.UTF_8);
    }

    /// This field with the value of its tag `b` taken out (RFC 6376 §3.7), as a field of its own.
    public MessageField withoutSignature() {
        int limit = valueEnd();
        for (int at = colon + 1; at < limit; ) {
            int next = at;
            while (next < limit && section[next] != ';') {
                next++;
            }
            int equals = at;
            while (equals < next && section[equals] != '=') {
                equals++;
            }
            if (equals < next && isSignature(at, equals)) {
                return cut(equals + 1, next);
            }
            at = next + 1;
        }
        return this;
    }

    private boolean isSignature(int from, int to) {
        return new String(section, from, to - from, StandardCharsets.ISO_8859_1)
                .strip()
                .equals("b");
    }

    private MessageField cut(int from, int to) {
        int head = from - start;
        byte[] rest = new byte[head + end - to];
        System.arraycopy(section, start, rest, 0, head);
        System.arraycopy(section, to, rest, head, end - to);
        return new MessageField(rest, 0, colon - start, rest.length, name);
    }

    /// Where the line end of the field's last line begins.
    private int valueEnd() {
        int limit = end;
        if (limit > colon + 1 && section[limit - 1] == '\n') {
            limit--;
            if (limit > colon + 1 && section[limit - 1] == '\r') {
                limit--;
            }
        }
        return limit;
    }

    /// Writes the field in canonical form (RFC 6376 §3.4.1, §3.4.2).
    ///
    /// @param lineEnd whether its last line end belongs to it
    public void canonical(Form form, boolean lineEnd, OctetBuffer into) {
        int limit = valueEnd();
        switch (form) {
            case SIMPLE -> into.append(section, start, limit);
            case RELAXED -> relaxed(limit, into);
        }
        if (lineEnd) {
            into.append('\r');
            into.append('\n');
        }
    }

    private void relaxed(int limit, OctetBuffer into) {
        for (int i = 0; i < name.length(); i++) {
            into.append(name.charAt(i));
        }
        into.append(':');
        boolean space = false;
        boolean begun = false;
        for (int i = colon + 1; i < limit; i++) {
            byte octet = section[i];
            boolean fold =
                    octet == '\n' || (octet == '\r' && i + 1 < limit && section[i + 1] == '\n');
            if (octet == ' ' || octet == '\t') {
                space = begun;
            } else if (!fold) {
                if (space) {
                    into.append(' ');
                    space = false;
                }
                into.append(octet);
                begun = true;
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
