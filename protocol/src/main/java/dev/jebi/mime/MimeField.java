package dev.jebi.mime;

import java.util.List;
import java.util.Optional;

/// The value of a Content-Type or Content-Disposition field, for who reads such a field alone.
///
/// @param type the media type, or the disposition, in lower case
/// @param subtype in lower case; empty for a disposition
public record MimeField(String type, String subtype, List<Parameter> parameters) {
    private static final int MOST_PARAMETERS = 64;

    /// Reads the raw value of a field; empty when the field is none of the two or says no type.
    ///
    /// @param name of the field in lower case
    public static Optional<MimeField> parse(String name, String value) {
        return switch (name) {
            case "content-type" ->
                    ContentType.parse(value)
                            .map(t -> new MimeField(t.type(), t.subtype(), t.parameters()));
            case "content-disposition" ->
                    MimeFields.disposition(value, MOST_PARAMETERS)
                            .map(d -> new MimeField(d.type(), "", d.parameters()));
            case String _ -> Optional.empty();
        };
    }
}
