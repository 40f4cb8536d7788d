package dev.jebi.address;

/// An address: local-part and domain (RFC 5321 §4.1.2 calls it Mailbox; RFC 6531 for non-ASCII).
/// The local part stands here without quotes and in the case that it was given in.
public record Address(String localPart, Domain domain) {
    /// Reads `local-part@domain`; the local part may be a quoted string.
    ///
    /// @throws IllegalArgumentException when it is none; the message says why
    public static Address parse(String text) {
        throw new IllegalArgumentException(text);
    }

    /// Whether this needs SMTPUTF8 (RFC 6531).
    public boolean international() {
        return !localPart.chars().allMatch(c -> c < 128);
    }

    /// The address as the wire has it, the local part quoted where it must be.
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
