package dev.jebi.transfer.signing;

import dev.jebi.dkim.Algorithm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The keys of a domain as one value of the register: a line with the version, then a line for each
/// key.
final class DkimKeyCodec {
    private static final String VERSION = "dkim-keys 1";
    private static final String NONE = "-";

    private DkimKeyCodec() {}

    static byte[] encode(List<DkimKey> keys) {
        var text = new StringBuilder(VERSION).append('\n');
        for (var key : keys) {
            text.append(
                            String.join(
                                    " ",
                                    key.selector(),
                                    key.algorithm().name(),
                                    key.state().name(),
                                    key.since().toString(),
                                    key.published(),
                                    key.secret().map(DkimKeyCodec::secret).orElse(NONE)))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String secret(PrivateKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static List<DkimKey> decode(String domain, byte[] value) throws IOException {
        var lines = new String(value, StandardCharsets.US_ASCII).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
            throw new IOException("the DKIM keys of " + domain + " are of another version");
        }
        var keys = new ArrayList<DkimKey>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            try {
                var algorithm = Algorithm.valueOf(words[1]);
                keys.add(
                        new DkimKey(
                                domain,
                                words[0],
                                algorithm,
                                KeyState.valueOf(words[2]),
                                Instant.parse(words[3]),
                                words[4],
                                secret(algorithm, words[5])));
            } catch (RuntimeException | GeneralSecurityException _) {
                // without the cause: its message could hold a part of the line
                throw new IOException("the DKIM keys of " + domain + " cannot be read");
            }
        }
        return List.copyOf(keys);
    }

    private static Optional<PrivateKey> secret(Algorithm algorithm, String text)
            throws GeneralSecurityException {
        return text.equals(NONE)
                ? Optional.empty()
                : Optional.of(DkimKeyPairs.secret(algorithm, Base64.getDecoder().decode(text)));
    }
}
