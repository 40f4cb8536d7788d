package dev.jebi.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A tag=value list (RFC 6376 §3.2): names in their case, values without the white space around
/// them.
///
/// @param tags in their order
public record TagList(Map<String, String> tags) {
    /// Reads a list.
    ///
    /// @throws MalformedTags when it does not keep to the grammar, or names a tag twice
    public static TagList parse(String text) throws MalformedTags {
        return parse(text, false);
    }

    /// Reads a list that may hold empty tags: many key records in the DNS have a `;;`.
    static TagList lenient(String text) throws MalformedTags {
        return parse(text, true);
    }

    private static TagList parse(String text, boolean emptyTags) throws MalformedTags {
        var tags = new LinkedHashMap<String, String>();
        for (int at = 0; at <= text.length(); ) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            String spec = strip(text.substring(at, end));
            at = end + 1;
            if (spec.isEmpty()) {
                if (emptyTags || semicolon < 0) { // one semicolon may stand at the end
                    continue;
                }
                throw new MalformedTags("an empty tag");
            }
            add(tags, spec);
        }
        return new TagList(tags);
    }

    private static void add(Map<String, String> tags, String spec) throws MalformedTags {
        int equals = spec.indexOf('=');
        String name = equals < 0 ? spec : strip(spec.substring(0, equals));
        if (equals < 0 || !name(name)) {
            throw new MalformedTags("a tag without name or value");
        }
        String value = strip(spec.substring(equals + 1));
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && !space(c)) || c == 127 || c == '\uFFFD') {
                throw new MalformedTags("the tag " + name + " has a control character");
            }
        }
        if (tags.putIfAbsent(name, value) != null) { // RFC 6376 §3.2: the whole list is invalid
            throw new MalformedTags("the tag " + name + " stands twice");
        }
    }

    private static boolean name(String name) {
        return !name.isEmpty()
                && letter(name.charAt(0))
                && name.chars().allMatch(c -> letter(c) || (c >= '0' && c <= '9') || c == '_');
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean space(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /// The value of a tag; empty when it is not there.
    public Optional<String> value(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /// The value of a tag that must be there and must not be empty.
    public String required(String name) throws MalformedTags {
        String value = tags.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new MalformedTags("the tag " + name + " is missing");
        }
        return value;
    }

    /// The octets of a value in base64; white space in it means nothing (RFC 6376 §3.5).
    public static byte[] base64(String name, String value) throws MalformedTags {
        try {
            return Base64.getDecoder().decode(unspaced(value).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw new MalformedTags("the tag " + name + " is no base64");
        }
    }

    /// The items of a list with colons between them, without white space.
    public static List<String> items(String value) {
        var items = new java.util.ArrayList<String>();
        for (int at = 0; at <= value.length(); ) {
            int colon = value.indexOf(':', at);
            int end = colon < 0 ? value.length() : colon;
            items.add(strip(value.substring(at, end)));
            at = end + 1;
        }
        return List.copyOf(items);
    }

    /// A decimal number without sign; numbers past what a long holds are the greatest long.
    public static long number(String name, String value) throws MalformedTags {
        if (!value.matches("[0-9]{1,76}")) { // RFC 6376 §3.5: l= has up to 76 digits
            throw new MalformedTags("the tag " + name + " is no number");
        }
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    /// The value without any white space.
    static String unspaced(String value) {
        if (value.chars().noneMatch(TagList::space)) {
            return value;
        }
        var kept = new StringBuilder(value.length());
        value.chars().filter(c -> !space(c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && space(text.charAt(from))) {
            from++;
        }
        while (to > from && space(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
