package dev.jebi.oauth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of JSON (RFC 8259).
sealed interface Json {
    /// An object; each name stands once.
    record Members(Map<String, Json> all) implements Json {
        Optional<String> text(String name) {
            return all.get(name) instanceof Text(var text) ? Optional.of(text) : Optional.empty();
        }

        Optional<Double> number(String name) {
            return all.get(name) instanceof Number(double value)
                    ? Optional.of(value)
                    : Optional.empty();
        }

        boolean has(String name) {
            return all.containsKey(name);
        }

        /// Whether it is there and says false.
        boolean denies(String name) {
            return all.get(name) instanceof Word word && word == Word.FALSE;
        }

        /// Whether it is there and says true.
        boolean affirms(String name) {
            return all.get(name) instanceof Word word && word == Word.TRUE;
        }

        /// The texts of a member that is one text or an array of them.
        List<String> texts(String name) {
            return switch (all.get(name)) {
                case Text(var text) -> List.of(text);
                case Elements(var elements) ->
                        elements.stream()
                                .filter(Text.class::isInstance)
                                .map(element -> ((Text) element).text())
                                .toList();
                case Members _, Number _, Word _ -> List.of();
                case null -> List.of();
            };
        }
    }

    /// An array.
    record Elements(List<Json> all) implements Json {}

    /// A string.
    record Text(String text) implements Json {}

    /// A number.
    record Number(double value) implements Json {}

    /// true, false, null.
    enum Word implements Json {
        TRUE,
        FALSE,
        NULL
    }
}
