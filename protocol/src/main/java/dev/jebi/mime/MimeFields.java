package dev.jebi.mime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The MIME fields of a header section, read.
record MimeFields(ContentType type, BodyFields fields) {
    private static final String PLAIN_ENCODING = "7bit";
    private static final int MOST_LANGUAGES = 64;

    /// What a part without a header section is.
    static final BodyFields NONE = body(ContentType.PLAIN.parameters());

    /// What a part that is not looked into is.
    static final BodyFields OPAQUE = body(List.of());

    /// Reads the fields of a part; `missing` is what it is when nothing valid is said.
    static MimeFields of(HeaderSection header, ContentType missing, Budget budget) {
        Optional<String> said = header.first("content-type");
        // an invalid field means the default of RFC 2045 §5.2, a missing one that of the parent
        ContentType type = said.map(v -> type(v, budget)).orElse(missing);
        var fields =
                new BodyFields(
                        type.parameters(),
                        text(header, "content-id"),
                        text(header, "content-description"),
                        encoding(header),
                        text(header, "content-md5"),
                        text(header, "content-disposition").flatMap(v -> disposition(v, budget)),
                        languages(header),
                        text(header, "content-location"));
        return new MimeFields(type, fields);
    }

    /// The same without a parameter.
    BodyFields without(String name) {
        return new BodyFields(
                fields.parameters().stream().filter(p -> !p.name().equals(name)).toList(),
                fields.id(),
                fields.description(),
                fields.encoding(),
                fields.md5(),
                fields.disposition(),
                fields.languages(),
                fields.location());
    }

    /// Whether the encoding hides the lines of the body (RFC 2045 §6.2).
    boolean encoded() {
        return fields.encoding().equals("base64") || fields.encoding().equals("quoted-printable");
    }

    private static BodyFields body(List<Parameter> parameters) {
        return new BodyFields(
                parameters,
                Optional.empty(),
                Optional.empty(),
                PLAIN_ENCODING,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static Optional<String> text(HeaderSection header, String name) {
        return header.first(name).filter(v -> !v.isEmpty());
    }

    private static String encoding(HeaderSection header) {
        var text = new FieldText(header.first("content-transfer-encoding").orElse(""));
        text.skipBlank();
        String encoding = text.take('"') ? text.upTo('"') : text.run(";(");
        return encoding.isEmpty() ? PLAIN_ENCODING : encoding.toLowerCase(Locale.ROOT);
    }

    private static ContentType type(String value, Budget budget) {
        ContentType type = ContentType.parse(value, budget.parameters()).orElse(ContentType.PLAIN);
        budget.readParameters(type.parameters().size());
        return type;
    }

    private static Optional<Disposition> disposition(String value, Budget budget) {
        Optional<Disposition> disposition = disposition(value, budget.parameters());
        disposition.ifPresent(d -> budget.readParameters(d.parameters().size()));
        return disposition;
    }

    /// Reads Content-Disposition with its first `most` parameters.
    static Optional<Disposition> disposition(String value, int most) {
        var text = new FieldText(value);
        text.skipBlank();
        String type = text.run(";(=").toLowerCase(Locale.ROOT);
        if (type.isEmpty() || text.peek() == '=') {
            return Optional.empty();
        }
        return Optional.of(new Disposition(type, List.copyOf(ContentType.parameters(text, most))));
    }

    private static List<String> languages(HeaderSection header) {
        return header.first("content-language").stream()
                .flatMap(v -> Arrays.stream(v.split(",")))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .limit(MOST_LANGUAGES)
                .toList();
    }
}
