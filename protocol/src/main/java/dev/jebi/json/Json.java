package dev.jebi.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of JSON (RFC 8259).
public sealed interface Json {
    /// An object; each name stands once.
    record Members(Map<String, Json> all) implements Json {
        /// The text of a member that is one.
        public Optional<String> text(String name) {
            return all.get(name) instanceof Text(var text) ? Optional.of(text) : Optional.empty();
        }

        /// The number of a member that is one.
        public Optional<Double> number(String name) {
            return all.get(name) instanceof Number(double value)
                    ? Optional.of(value)
                    : Optional.empty();
        }

        /// Whether there is a member of that name.
        public boolean has(String name) {
            return all.containsKey(name);
        }

        /// Whether it is there and says false.
        public boolean denies(String name) {
            return all.get(name) instanceof Word word && word == Word.FALSE;
        }

        /// Whether it is there and says true.
        public boolean affirms(String name) {
            return all.get(name) instanceof Word word && word == Word.TRUE;
        }

        /// The members of a member that is an object; none where it is not.
        public Members members(String name) {
            return all.get(name) instanceof Members members ? members : new Members(Map.of());
        }

        /// The texts of a member that is one text or an array of them.
        public List<String> texts(String name) {
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
