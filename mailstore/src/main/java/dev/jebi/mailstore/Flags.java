package dev.jebi.mailstore;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// The flags of a message (RFC 9051 §2.3.2): system flags and keywords. Keywords are compared
/// without regard to case. Immutable.
public record Flags(Set<System> system, Set<String> keywords) {
    /// No flag.
    public static final Flags NONE = new Flags(Set.of(), Set.of());

    /// The system flags; the order is the order of their bits in the store and must not change.
    public enum System {
        /// `\Seen`
        SEEN("\\Seen"),
        /// `\Answered`
        ANSWERED("\\Answered"),
        /// `\Flagged`
        FLAGGED("\\Flagged"),
        /// `\Deleted`
        DELETED("\\Deleted"),
        /// `\Draft`
        DRAFT("\\Draft");

        private final String word;

        System(String word) {
            this.word = word;
        }

        /// As IMAP writes it.
        public String word() {
            return word;
        }
    }

    /// Copies both sets.
    public Flags {
        system = system.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(system));
        var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(keywords);
        keywords = Collections.unmodifiableSet(sorted);
    }

    /// Reads flag words; `\Recent` and system flags that there are not are left out.
    public static Flags of(Collection<String> words) {
        var system = EnumSet.noneOf(System.class);
        var keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String word : words) {
            if (word.startsWith("\\")) {
                for (System flag : System.values()) {
                    if (flag.word.equalsIgnoreCase(word)) {
                        system.add(flag);
                    }
                }
            } else {
                keywords.add(word);
            }
        }
        return new Flags(system, keywords);
    }

    /// Reads flag words.
    public static Flags of(String... words) {
        return of(java.util.List.of(words));
    }

    /// Whether the system flag is set.
    public boolean has(System flag) {
        return system.contains(flag);
    }

    /// Whether the keyword is set, in any case.
    public boolean has(String keyword) {
        return keywords.contains(keyword);
    }

    /// These and the others.
    public Flags with(Flags others) {
        var flags = EnumSet.noneOf(System.class);
        flags.addAll(system);
        flags.addAll(others.system);
        var words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(keywords);
        words.addAll(others.keywords);
        return new Flags(flags, words);
    }

    /// These without the others.
    public Flags without(Flags others) {
        var flags = EnumSet.noneOf(System.class);
        flags.addAll(system);
        flags.removeAll(others.system);
        var words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(keywords);
        words.removeIf(others.keywords::contains);
        return new Flags(flags, words);
    }

    /// As IMAP writes them, e.g. `\Seen $Forwarded`.
    @Override
    public String toString() {
        var words = new java.util.StringJoiner(" ");
        system.forEach(f -> words.add(f.word));
        keywords.forEach(words::add);
        return words.toString();
    }
}
