package dev.jebi.sieve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A command or a test whose arguments fit its signature.
///
/// @param places the positional arguments by the number of their place; optional ones may be
///   missing
/// @param tags by name, with what follows them; `null` for those that nothing follows is an empty
///   option
record Call(
        Signature signature,
        Syntax syntax,
        Map<Integer, Argument> places,
        Map<String, Optional<Argument>> tags) {
    Position at() {
        return syntax.at();
    }

    String name() {
        return syntax.name();
    }

    boolean has(String tag) {
        return tags.containsKey(tag);
    }

    /// The first of these tags that is there.
    Optional<String> oneOf(String... names) {
        for (String name : names) {
            if (tags.containsKey(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// What follows a tag.
    Optional<Argument> behind(String tag) {
        return tags.getOrDefault(tag, Optional.empty());
    }

    Optional<Long> numberBehind(String tag) {
        return behind(tag).map(a -> a instanceof Argument.Number(long value, _) ? value : 0L);
    }

    long number(int place) {
        return places.get(place) instanceof Argument.Number(long value, _) ? value : 0;
    }

    Optional<Argument> place(int place) {
        return Optional.ofNullable(places.get(place));
    }

    /// The strings of an argument, as they are written.
    static List<Argument.Literal> literals(Optional<Argument> argument) {
        return argument.isPresent() && argument.get() instanceof Argument.Strings strings
                ? strings.values()
                : List.of();
    }
}
