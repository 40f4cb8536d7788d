package dev.jebi.dns;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A TLSA record (RFC 6698 §2.1): what a server's certificate, or one that vouches for it, must be.
///
/// @param usage 0 to 3: PKIX-TA, PKIX-EE, DANE-TA, DANE-EE (RFC 7218 §2.1)
/// @param selector 0 for the whole certificate, 1 for its public key
/// @param matching 0 for the octets as they are, 1 for their SHA-256, 2 for their SHA-512
/// @param association what must match
public record Tlsa(int usage, int selector, int matching, byte[] association) {
    /// Copies the octets.
    public Tlsa {
        association = association.clone();
    }

    @Override
    public byte[] association() {
        return association.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlsa that
                && usage == that.usage
                && selector == that.selector
                && matching == that.matching
                && Arrays.equals(association, that.association);
    }

    @Override
    public int hashCode() {
        return Objects.hash(usage, selector, matching, Arrays.hashCode(association));
    }

    /// As zone files and reports have it.
    @Override
    public String toString() {
        return usage
                + " "
                + selector
                + " "
                + matching
                + " "
                + HexFormat.of().formatHex(association);
    }
}
