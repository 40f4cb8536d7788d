package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/// The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding; for one
/// exchange.
public final class ScramInitiator {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HEADER = "n,,";

    /// More would be an attack on our processor.
    private static final int MOST_ITERATIONS = 1_000_000;

    /// server-first-message (RFC 5802 §7); `m=` is absent from it on purpose.
    private static final Pattern FIRST =
            Pattern.compile(
                    "r=(?<nonce>[!-+\\--~]+),s=(?<salt>[A-Za-z0-9+/=]+),i=(?<count>[1-9][0-9]{0,6})"
                            + "(,[A-Za-z]=[^,]+)*+");

    private final String password;
    private final String nonce;
    private final String bare;
    private String expected = "";

    /// An exchange that is about to begin.
    public ScramInitiator(String login, String password) {
        this(login, password, ScramExchange.nonce(RANDOM));
    }

    ScramInitiator(String login, String password, String nonce) {
        this.password = password;
        this.nonce = nonce;
        String name = Saslprep.prepare(login).orElse(login).replace("=", "=3D").replace(",", "=2C");
        this.bare = "n=" + name + ",r=" + nonce;
    }

    /// client-first-message.
    public byte[] first() {
        return (HEADER + bare).getBytes(StandardCharsets.UTF_8);
    }

    /// client-final-message; empty when the challenge is no server-first-message to ours.
    public Optional<byte[]> last(byte[] challenge) {
        var serverFirst = new String(challenge, StandardCharsets.UTF_8);
        var match = FIRST.matcher(serverFirst);
        if (!match.matches() || !match.group("nonce").startsWith(nonce)) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(match.group("count"));
        var salt = SaslBase64.decode(match.group("salt").getBytes(StandardCharsets.US_ASCII));
        if (salt.isEmpty() || iterations > MOST_ITERATIONS) {
            return Optional.empty();
        }
        byte[] salted =
                ScramKeys.saltedPassword(Saslprep.password(password), salt.get(), iterations);
        String without =
                "c="
                        + SaslBase64.encode(HEADER.getBytes(StandardCharsets.US_ASCII))
                        + ",r="
                        + match.group("nonce");
        String auth = bare + ',' + serverFirst + ',' + without;
        byte[] proof = ScramKeys.hmac(salted, "Client Key");
        byte[] signature = ScramKeys.hmac(ScramKeys.sha256(proof), auth);
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (proof[i] ^ signature[i]);
        }
        expected =
                "v="
                        + SaslBase64.encode(
                                ScramKeys.hmac(ScramKeys.hmac(salted, "Server Key"), auth));
        return Optional.of(
                (without + ",p=" + SaslBase64.encode(proof)).getBytes(StandardCharsets.UTF_8));
    }

    /// Whether the server has shown that it knows the password, too.
    public boolean proved(byte[] serverFinal) {
        var text = new String(serverFinal, StandardCharsets.UTF_8);
        var signature = text.split(",", 2)[0];
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        signature.getBytes(StandardCharsets.UTF_8),
                        expected.getBytes(StandardCharsets.UTF_8));
    }
}
