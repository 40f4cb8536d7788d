package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// The client's side of SCRAM-SHA-256, as far as the tests need it.
final class ScramClient {
    private final String header;
    private final byte[] binding;
    private final String bare;
    private final String password;
    private String auth = "";
    private byte[] salted = {};

    ScramClient(String header, String login, String password, String nonce) {
        this(header, new byte[0], login, password, nonce);
    }

    ScramClient(String header, byte[] binding, String login, String password, String nonce) {
        this.header = header;
        this.binding = binding;
        this.bare = "n=" + login.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
        this.password = password;
    }

    byte[] first() {
        return (header + bare).getBytes(StandardCharsets.UTF_8);
    }

    byte[] last(byte[] challenge) {
        String serverFirst = new String(challenge, StandardCharsets.UTF_8);
        String[] parts = serverFirst.split(",", -1);
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        salted = ScramKeys.saltedPassword(Saslprep.password(password), salt, iterations);
        byte[] key = ScramKeys.hmac(salted, "Client Key");
        byte[] bound = header.getBytes(StandardCharsets.UTF_8);
        bound = Arrays.copyOf(bound, bound.length + binding.length);
        System.arraycopy(binding, 0, bound, bound.length - binding.length, binding.length);
        String without = "c=" + SaslBase64.encode(bound) + "," + parts[0];
        auth = bare + "," + serverFirst + "," + without;
        byte[] signature = ScramKeys.hmac(ScramKeys.sha256(key), auth);
        var proof = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            proof[i] = (byte) (key[i] ^ signature[i]);
        }
        return (without + ",p=" + SaslBase64.encode(proof)).getBytes(StandardCharsets.UTF_8);
    }

    /// The server-final-message that a true server sends.
    byte[] expected() {
        byte[] signature = ScramKeys.hmac(ScramKeys.hmac(salted, "Server Key"), auth);
        return ("v=" + SaslBase64.encode(signature)).getBytes(StandardCharsets.UTF_8);
    }
}
