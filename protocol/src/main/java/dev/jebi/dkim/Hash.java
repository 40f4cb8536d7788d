package dev.jebi.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A hash algorithm of DKIM.
public enum Hash {
    /// The one that signatures have.
    SHA256("SHA-256", "sha256"),
    /// Signatures with it have permanently failed (RFC 8301 §3.1); known for old mail in tests.
    SHA1("SHA-1", "sha1");

    private final String algorithm;
    private final String tag;

    Hash(String algorithm, String tag) {
        this.algorithm = algorithm;
        this.tag = tag;
    }

    /// Its name in a key record.
    String tag() {
        return tag;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
