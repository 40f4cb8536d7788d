package dev.jebi.mailstore;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A hash of Argon2id (RFC 9106) with its salt and costs, as the PHC string
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
record Argon2id(int memoryKibibytes, int passes, int lanes, byte[] salt, byte[] hash) {
    /// Octets of a hash.
    static final int OCTETS = 32;

    /// The memory of one hash of today's cost, used again: else each sign-in with a password that
    /// is not remembered leaves as much garbage. Who hashes at the same time takes memory of its
    /// own.
    private static final Argon2BytesGenerator.BlockPool MEMORY =
            new Argon2BytesGenerator.FixedBlockPool(PasswordLimits.STANDARD.memoryKibibytes());

    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{8,128})\\$([A-Za-z0-9+/]{16,256})");

    /// Hashes a password with one lane.
    static Argon2id of(String password, byte[] salt, int memoryKibibytes, int passes) {
        byte[] hash = compute(password, salt, memoryKibibytes, passes, 1, OCTETS);
        return new Argon2id(memoryKibibytes, passes, 1, salt, hash);
    }

    /// Reads a PHC string; empty when it is none of Argon2id.
    static Optional<Argon2id> parse(String phc) {
        var match = PHC.matcher(phc);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Argon2id(
                            Integer.parseInt(match.group(1)),
                            Integer.parseInt(match.group(2)),
                            Integer.parseInt(match.group(3)),
                            Base64.getDecoder().decode(match.group(4)),
                            Base64.getDecoder().decode(match.group(5))));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // base64 of an impossible length: no PHC string either
        }
    }

    /// Whether it is the hash of this password.
    boolean matches(String password) {
        byte[] other = compute(password, salt, memoryKibibytes, passes, lanes, hash.length);
        return MessageDigest.isEqual(other, hash);
    }

    /// The PHC string.
    String phc() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memoryKibibytes,
                        passes,
                        lanes,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    private static byte[] compute(
            String password, byte[] salt, int memory, int passes, int lanes, int octets) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withSalt(salt)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withBlockPool(MEMORY)
                        .build());
        var hash = new byte[octets];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
