package dev.jebi.address;

import java.util.Optional;

/// Where bounces go; the null reverse-path `<>` when they must go nowhere (RFC 5321 §4.5.5).
public record ReversePath(Optional<Address> address) {
    /// `<>`.
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    /// A path to an address.
    public static ReversePath of(Address address) {
        return new ReversePath(Optional.of(address));
    }

    /// Whether this is `<>`.
    public boolean isNull() {
        return address.isEmpty();
    }

    /// The path with its angle brackets.
    @Override
    public String toString() {
        return "<" + address.map(Address::toString).orElse("") + ">";
    }
}
