package dev.jebi.address;

/// A domain of an address, or an address literal in brackets (RFC 5321 §4.1.3), in the form that is
/// compared: lower case, A-labels where it was given in U-labels (IDNA).
public record Domain(String name) implements Comparable<Domain> {
    /// Checks nothing; [#parse] does.
    public Domain {}

    /// Reads a domain or an address literal.
    ///
    /// @throws IllegalArgumentException when it is none; the message says why
    public static Domain parse(String text) {
        throw new IllegalArgumentException(text);
    }

    /// Whether this is an address literal such as `[192.0.2.1]`.
    public boolean literal() {
        return name.startsWith("[");
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
