package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a command or a test takes.
///
/// @param name in lower case
/// @param extension that it comes with; empty for the core
/// @param tests how many tests it takes
/// @param block whether it takes a block
record Signature(
        String name,
        String extension,
        List<Positional> positionals,
        List<Tag> tags,
        Tests tests,
        boolean block) {
    /// Kinds of arguments.
    enum Kind {
        NONE("nothing"),
        STRING("a string"),
        STRINGS("a string or a string list"),
        NUMBER("a number");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// How many tests.
    enum Tests {
        NONE,
        ONE,
        SOME
    }

    /// An argument by its place.
    ///
    /// @param title what it is, for errors
    record Positional(String title, Kind kind, boolean optional) {}

    /// An argument by its name.
    ///
    /// @param extension that it comes with; empty for that of the command
    /// @param group of those in the same group there is one at most
    record Tag(String name, Kind kind, String extension, String group) {}

    static Signature of(String name, String extension, Positional... positionals) {
        return new Signature(name, extension, List.of(positionals), List.of(), Tests.NONE, false);
    }

    Signature tags(Tag... more) {
        var all = new ArrayList<>(tags);
        all.addAll(Arrays.asList(more));
        return new Signature(name, extension, positionals, List.copyOf(all), tests, block);
    }

    Signature tests(Tests some) {
        return new Signature(name, extension, positionals, tags, some, block);
    }

    Signature withBlock() {
        return new Signature(name, extension, positionals, tags, tests, true);
    }

    Optional<Tag> tag(String tagName) {
        return tags.stream().filter(t -> t.name().equals(tagName)).findFirst();
    }

    int required() {
        return (int) positionals.stream().filter(p -> !p.optional()).count();
    }

    static Positional string(String title) {
        return new Positional(title, Kind.STRING, false);
    }

    static Positional strings(String title) {
        return new Positional(title, Kind.STRINGS, false);
    }

    static Positional number(String title) {
        return new Positional(title, Kind.NUMBER, false);
    }

    static Positional optional(Positional positional) {
        return new Positional(positional.title(), positional.kind(), true);
    }

    static Tag tag(String name, Kind kind, String extension) {
        return new Tag(name, kind, extension, name);
    }

    static Tag tag(String name, Kind kind) {
        return tag(name, kind, "");
    }

    static Tag grouped(String group, String name, String extension) {
        return new Tag(name, Kind.NONE, extension, group);
    }
}
