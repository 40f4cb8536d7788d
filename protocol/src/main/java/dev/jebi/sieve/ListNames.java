package dev.jebi.sieve;

/// The names of external lists (RFC 6134 §2.1).
final class ListNames {
    private static final String SHORT_FOR = "urn:ietf:params:sieve";

    private ListNames() {}

    /// The name without abbreviation: a leading colon stands for Sieve's own URN.
    static String full(String name) {
        return name.startsWith(":") ? SHORT_FOR + name : name;
    }
}
