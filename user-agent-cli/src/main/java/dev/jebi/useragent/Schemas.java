package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The JSON Schemas of what the verbs tell, one a verb, and `error` for failures.
final class Schemas {
    private Schemas() {}

    static String of(String verb) throws IOException {
        try (InputStream schema = Schemas.class.getResourceAsStream("schema/" + verb + ".json")) {
            if (schema == null) {
                throw new Failure(Failure.Kind.NOT_FOUND, "there is no schema for " + verb);
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
