package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677).
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /// RFC 7677 §4: at least this many.
    public static final int LEAST_ITERATIONS = 4_096;

    private static final int KEY_BITS = 256;

    /// The keys of a password.
    ///
    /// @throws IllegalArgumentException when the password is empty
    public static ScramKeys of(String password, byte[] salt, int iterations) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("an empty password has no keys");
        }
        byte[] salted = saltedPassword(Saslprep.password(password), salt, iterations);
        byte[] storedKey = sha256(hmac(salted, "Client Key"));
        return new ScramKeys(salt.clone(), iterations, storedKey, hmac(salted, "Server Key"));
    }

    /// Hi() of RFC 5802 §2.2: PBKDF2 with HMAC-SHA-256.
    static byte[] saltedPassword(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /// HMAC-SHA-256 of a text in UTF-8.
    static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    /// H() of RFC 5802 §2.2.
    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
