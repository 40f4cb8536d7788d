package dev.jebi.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of SCRAM-SHA-256 (RFC 5802 §3), for the tests of servers; for one exchange.
public final class ScramClient {
    private final String header;
    private final byte[] binding;
    private final String bare;
    private final String password;
    private String serverFinal = "";

    /// A client that will say this; the login has no comma and no equals sign.
    public ScramClient(String login, String password, String nonce) {
        this(login, password, nonce, "n,,", new byte[0]);
    }

    /// A client that binds the exchange to its connection (RFC 5802 §6).
    ///
    /// @param header as `p=tls-exporter,,`
    /// @param binding what the connection gives
    public ScramClient(String login, String password, String nonce, String header, byte[] binding) {
        this.header = header;
        this.binding = binding.clone();
        this.bare = "n=" + login + ",r=" + nonce;
        this.password = password;
    }

    /// client-first-message, in base64.
    public String first() {
        return base64((header + bare).getBytes(UTF_8));
    }

    /// client-final-message to the server's challenge, both in base64.
    public String last(String challenge) {
        String serverFirst = new String(Base64.getDecoder().decode(challenge), UTF_8);
        String[] parts = serverFirst.split(",", -1);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        byte[] salted = salted(salt, Integer.parseInt(parts[2].substring(2)));
        byte[] start = header.getBytes(UTF_8);
        byte[] bound = Arrays.copyOf(start, start.length + binding.length);
        System.arraycopy(binding, 0, bound, start.length, binding.length);
        String without = "c=" + base64(bound) + "," + parts[0];
        String auth = bare + "," + serverFirst + "," + without;
        byte[] proof = hmac(salted, "Client Key");
        byte[] signature = hmac(sha256(proof), auth);
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (proof[i] ^ signature[i]);
        }
        serverFinal = "v=" + base64(hmac(hmac(salted, "Server Key"), auth));
        return base64((without + ",p=" + base64(proof)).getBytes(UTF_8));
    }

    /// server-final-message that a server sends which has the true keys, in base64.
    public String serverFinal() {
        return base64(serverFinal.getBytes(UTF_8));
    }

    private byte[] salted(byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK lacks PBKDF2WithHmacSHA256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK lacks HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK lacks SHA-256", e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
