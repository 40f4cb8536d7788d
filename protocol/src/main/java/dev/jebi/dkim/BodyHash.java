package dev.jebi.dkim;

import java.security.MessageDigest;

/// The hash of a body in canonical form.
public final class BodyHash {
    private final byte[] digest;
    private final long canonicalOctets;

    BodyHash(byte[] digest, long canonicalOctets) {
        this.digest = digest;
        this.canonicalOctets = canonicalOctets;
    }

    /// Whether this is the hash.
    public boolean is(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }

    /// The hash as it stands in a signature.
    public String base64() {
        return java.util.Base64.getEncoder().encodeToString(digest);
    }

    /// How many octets the whole body has in canonical form, hashed or not.
    public long canonicalOctets() {
        return canonicalOctets;
    }
}
