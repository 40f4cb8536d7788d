package dev.jebi.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;

/// A signature algorithm of DKIM.
public enum Algorithm {
    /// RFC 6376 §3.3.2.
    RSA_SHA256("rsa-sha256", "rsa", Hash.SHA256, "SHA256withRSA"),
    /// RFC 8463 §3: Ed25519 over the SHA-256 hash.
    ED25519_SHA256("ed25519-sha256", "ed25519", Hash.SHA256, "Ed25519"),
    /// Historic: signatures with it have permanently failed (RFC 8301 §3.1).
    RSA_SHA1("rsa-sha1", "rsa", Hash.SHA1, "SHA1withRSA");

    private final String tag;
    private final String keyType;
    private final Hash hash;
    private final String javaName;

    Algorithm(String tag, String keyType, Hash hash, String javaName) {
        this.tag = tag;
        this.keyType = keyType;
        this.hash = hash;
        this.javaName = javaName;
    }

    static Optional<Algorithm> of(String tag) {
        return Arrays.stream(values()).filter(a -> a.tag.equalsIgnoreCase(tag)).findFirst();
    }

    /// Its name in the tag `a`.
    public String tag() {
        return tag;
    }

    /// Its type of key in the tag `k` of a key record.
    public String keyType() {
        return keyType;
    }

    Hash hash() {
        return hash;
    }

    /// Whether the octets were signed with the key's other half.
    public boolean verify(PublicKey key, byte[] octets, byte[] signature) {
        try {
            var verifier = Signature.getInstance(javaName);
            verifier.initVerify(key);
            verifier.update(signed(octets));
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException _) {
            return false; // a signature or key of another length or kind
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + javaName, e);
        }
    }

    byte[] sign(PrivateKey key, byte[] octets) {
        try {
            var signer = Signature.getInstance(javaName);
            signer.initSign(key);
            signer.update(signed(octets));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private key that does not sign", e);
        }
    }

    private byte[] signed(byte[] octets) {
        return this == ED25519_SHA256 ? hash.digest().digest(octets) : octets;
    }
}
