package dev.jebi.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Content-Type (RFC 2045 §5.1); type, subtype and parameter names in lower case.
record ContentType(String type, String subtype, List<Parameter> parameters) {
    /// What a part without the field is (RFC 2045 §5.2).
    static final ContentType PLAIN =
            new ContentType("text", "plain", List.of(new Parameter("charset", "us-ascii")));

    static final ContentType MESSAGE = new ContentType("message", "rfc822", List.of());

    /// More parameters than this are noise.
    private static final int MOST_PARAMETERS = 64;

    /// Reads a field value; empty when it names no type and subtype.
    static Optional<ContentType> parse(String value) {
        return parse(value, MOST_PARAMETERS);
    }

    /// Reads a field value and its first `most` parameters.
    static Optional<ContentType> parse(String value, int most) {
        var text = new FieldText(value);
        text.skipBlank();
        String type = text.run("/;(").toLowerCase(Locale.ROOT);
        text.skipBlank();
        if (!text.take('/')) {
            return Optional.empty();
        }
        text.skipBlank();
        String subtype = text.run(";(").toLowerCase(Locale.ROOT);
        if (!word(type) || !word(subtype)) {
            return Optional.empty();
        }
        List<Parameter> parameters = parameters(text, most);
        // RFC 2046 §4.1.2: text/plain that names no charset is us-ascii
        if (type.equals("text") && subtype.equals("plain") && !has(parameters, "charset")) {
            parameters.add(PLAIN.parameters().getFirst());
        }
        return Optional.of(new ContentType(type, subtype, List.copyOf(parameters)));
    }

    Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    boolean multipart() {
        return type.equals("multipart");
    }

    /// Whether a part of it is a message: message/rfc822, or message/global (RFC 6532 §3.7).
    boolean message() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    /// Reads the first `most` parameters; semicolons may be missing, values unquoted (RFC 2045
    /// §5.1).
    static List<Parameter> parameters(FieldText text, int most) {
        var parameters = new ArrayList<Parameter>();
        while (!text.atEnd() && parameters.size() < most) {
            text.skipBlank();
            String name = text.run("=;(,").toLowerCase(Locale.ROOT);
            text.skipBlank();
            if (text.take('=')) {
                text.skipBlank();
                String value = text.peek() == '"' ? text.quoted() : unquoted(text);
                if (!name.isEmpty()) {
                    parameters.add(new Parameter(name, value));
                }
            } else if (name.isEmpty()) {
                text.next();
            }
        }
        return parameters;
    }

    private static String unquoted(FieldText text) {
        var value = new StringBuilder();
        while (!text.atEnd() && text.peek() != ';') {
            if (FieldText.blank(text.peek())) {
                if (text.atBareParameter()) {
                    break;
                }
                value.append(text.space());
            } else if (text.atComment()) {
                break;
            } else {
                value.append(text.peek());
                text.next();
            }
        }
        return value.toString().strip();
    }

    private static boolean has(List<Parameter> parameters, String name) {
        return parameters.stream().anyMatch(p -> p.name().equals(name));
    }

    private static boolean word(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7F && c != '"');
    }
}
