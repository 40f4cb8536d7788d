package dev.jebi.mime;

import dev.jebi.content.Content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A header section (RFC 5322 §2.2) field by field, as raw octets. It ends at its first empty line;
/// a line of white space only is a fold of the field before it. Lines that are no field belong to
/// none and are skipped. White space before the colon is let pass (RFC 5322 §4.5). Immutable.
public final class HeaderSection {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[] octets;
    private final List<Field> fields;

    private HeaderSection(byte[] octets, List<Field> fields) {
        this.octets = octets;
        this.fields = fields;
    }

    /// A field.
    ///
    /// @param name in lower case
    /// @param start of the field's first line
    /// @param value behind the colon
    /// @param end behind the last line's end
    record Field(String name, int start, int value, int end) {}

    /// The header section that begins with these octets.
    public static HeaderSection of(byte[] octets) {
        var fields = new ArrayList<Field>();
        int at = 0;
        while (at < octets.length && !emptyLine(octets, at)) {
            int end = fieldEnd(octets, at);
            int colon = colon(octets, at);
            if (colon > at) {
                fields.add(new Field(name(octets, at, colon), at, colon + 1, end));
            }
            at = end;
        }
        return new HeaderSection(octets, fields);
    }

    /// The header section at this extent, its first `limit` octets at most.
    public static HeaderSection read(Content content, Extent extent, int limit) throws IOException {
        long length = Math.clamp(extent.body() - extent.header(), 0L, (long) limit);
        return of(content.octets(extent.header(), (int) length));
    }

    /// The names of its fields in lower case, in order, repeated ones too.
    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /// The value of the first field of this name: unfolded, trimmed, one char an octet; without
    /// NULs and with a space for each CR that ends no line.
    public Optional<String> first(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Field field : fields) {
            if (field.name().equals(wanted)) {
                return Optional.of(value(field));
            }
        }
        return Optional.empty();
    }

    /// The values of all fields of this name, as [#first] gives them.
    public List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return fields.stream().filter(f -> f.name().equals(wanted)).map(this::value).toList();
    }

    /// The addresses in all fields of a name, the first `most` of each field at most.
    public List<ImapAddress> addresses(String name, int most) {
        return all(name).stream().flatMap(v -> AddressList.parse(v, most).stream()).toList();
    }

    /// Asks of each field in turn, by its name in lower case and its value as [#first] gives it,
    /// until the answer is yes.
    public boolean anyMatch(BiPredicate<String, String> question) {
        for (Field field : fields) {
            if (question.test(field.name(), value(field))) {
                return true;
            }
        }
        return false;
    }

    /// The raw fields that have one of these names, in the order of the message, then an empty
    /// line: HEADER.FIELDS (RFC 9051 §6.4.5.1).
    public byte[] matching(Collection<String> names) {
        Set<String> wanted = lowerCase(names);
        return raw(field -> wanted.contains(field.name()));
    }

    /// The raw fields that have none of these names, in the order of the message, then an empty
    /// line: HEADER.FIELDS.NOT (RFC 9051 §6.4.5.1).
    public byte[] others(Collection<String> names) {
        Set<String> unwanted = lowerCase(names);
        return raw(field -> !unwanted.contains(field.name()));
    }

    /// The octets of this section without some of the fields of a name; `unwanted` is asked for
    /// each of them by its number from 0. All else stays as it is.
    public byte[] without(String name, IntPredicate unwanted) {
        String wanted = name.toLowerCase(Locale.ROOT);
        var out = new ByteArrayOutputStream(octets.length);
        int kept = 0;
        int number = 0;
        for (Field field : fields) {
            if (field.name().equals(wanted) && unwanted.test(number++)) {
                out.write(octets, kept, field.start() - kept);
                kept = field.end();
            }
        }
        out.write(octets, kept, octets.length - kept);
        return out.toByteArray();
    }

    List<Field> fields() {
        return fields;
    }

    String value(Field field) {
        int from = field.value();
        int to = field.end();
        while (from < to && blank(octets[from])) {
            from++;
        }
        while (to > from && blank(octets[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (octets[i] == '\r' || octets[i] == '\n' || octets[i] == 0) {
                return unfolded(from, to);
            }
        }
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean blank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    private String unfolded(int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet == '\r') {
                if (i + 1 == to || octets[i + 1] != '\n') {
                    text.append(' ');
                }
            } else if (octet != '\n' && octet != 0) {
                text.append((char) (octet & 0xFF));
            }
        }
        return text.toString();
    }

    private byte[] raw(Predicate<Field> wanted) {
        var out = new ByteArrayOutputStream();
        for (Field field : fields) {
            if (wanted.test(field)) {
                out.write(octets, field.start(), field.end() - field.start());
                if (octets[field.end() - 1] != '\n') {
                    out.writeBytes(LINE_END);
                }
            }
        }
        out.writeBytes(LINE_END);
        return out.toByteArray();
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static boolean emptyLine(byte[] octets, int at) {
        return octets[at] == '\n'
                || (octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n');
    }

    /// The end of the line at `at` and of the lines that are its folds.
    private static int fieldEnd(byte[] octets, int at) {
        int i = at;
        while (i < octets.length) {
            if (octets[i++] == '\n'
                    && (i == octets.length || (octets[i] != ' ' && octets[i] != '\t'))) {
                return i;
            }
        }
        return i;
    }

    /// Where the colon of the field at `at` stands; -1 when no field begins there.
    private static int colon(byte[] octets, int at) {
        int i = at;
        while (i < octets.length && FieldName.allowed(octets[i])) {
            i++;
        }
        if (i == at) {
            return -1;
        }
        while (i < octets.length && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i < octets.length && octets[i] == ':' ? i : -1;
    }

    private static String name(byte[] octets, int from, int colon) {
        return new String(octets, from, colon - from, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }
}
