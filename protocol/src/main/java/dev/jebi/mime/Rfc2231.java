package dev.jebi.mime;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A reader of parameters in the way of RFC 2231.
final class Rfc2231 {
    private static final int MOST_SECTIONS = 1000;

    private Rfc2231() {}

    /// A piece of a value.
    private record Section(String value, boolean encoded) {}

    /// The decoded value; `name*` before its continuations before the plain `name`.
    static Optional<String> value(List<Parameter> parameters, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        var sections = new TreeMap<Integer, Section>();
        Optional<String> plain = Optional.empty();
        for (Parameter parameter : parameters) {
            String told = parameter.name().toLowerCase(Locale.ROOT);
            if (told.equals(wanted + "*")) {
                return Optional.of(joined(Map.of(0, new Section(parameter.value(), true))));
            }
            if (told.equals(wanted) && plain.isEmpty()) {
                plain = Optional.of(HeaderText.decode(parameter.value()));
            } else if (told.startsWith(wanted + "*")) {
                section(told.substring(wanted.length() + 1), parameter.value(), sections);
            }
        }
        return sections.isEmpty() ? plain : Optional.of(joined(sections));
    }

    private static void section(String suffix, String value, Map<Integer, Section> sections) {
        boolean encoded = suffix.endsWith("*");
        String number = encoded ? suffix.substring(0, suffix.length() - 1) : suffix;
        boolean valid =
                !number.isEmpty()
                        && number.length() <= 3
                        && number.chars().allMatch(c -> c >= '0' && c <= '9');
        if (valid && sections.size() < MOST_SECTIONS) {
            sections.putIfAbsent(Integer.parseInt(number), new Section(value, encoded));
        }
    }

    /// Joins the sections in their order and decodes them with the charset the first one names.
    private static String joined(Map<Integer, Section> sections) {
        var octets = new ByteArrayOutputStream();
        String charset = "";
        boolean first = true;
        boolean anyEncoded = false;
        for (Section section : sections.values()) {
            String value = section.value();
            if (section.encoded() && first) {
                String[] parts = value.split("'", 3);
                if (parts.length == 3) {
                    charset = parts[0];
                    value = parts[2];
                }
            }
            first = false;
            anyEncoded |= section.encoded();
            if (section.encoded()) {
                unescape(value, octets);
            } else {
                octets.writeBytes(HeaderText.octets(value));
            }
        }
        String text = Charsets.decode(octets.toByteArray(), charset);
        boolean words = !anyEncoded && text.contains("=?");
        return words
                ? HeaderText.decode(octets.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
                : text;
    }

    private static void unescape(String value, ByteArrayOutputStream octets) {
        for (int i = 0; i < value.length(); i++) {
            int hex = value.charAt(i) == '%' ? EncodedWords.hex(value, i + 1) : -1;
            if (hex >= 0) {
                octets.write(hex);
                i += 2;
            } else {
                octets.write(value.charAt(i));
            }
        }
    }
}
