package dev.jebi.https;

import java.util.Map;
import java.util.Optional;

/// What a web server answered.
///
/// @param headers the fields by name in lower case; of equal ones the first
public record HttpsAnswer(int status, Map<String, String> headers, byte[] body) {
    /// Copies what may change.
    public HttpsAnswer {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /// The media type without parameters, in lower case.
    public Optional<String> mediaType() {
        return Optional.ofNullable(headers.get("content-type"))
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT));
    }
}
