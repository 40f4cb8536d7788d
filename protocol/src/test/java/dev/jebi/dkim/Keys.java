package dev.jebi.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Key records for tests, and pairs of keys that are published in them. For one thread.
public final class Keys implements KeySource {
    private static final Map<String, KeyPair> PAIRS =
            new java.util.concurrent.ConcurrentHashMap<>();

    private final Map<String, List<String>> texts = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /// A record under a name.
    public Keys with(String name, String... records) {
        texts.put(name, List.of(records));
        return this;
    }

    /// The names that were asked for.
    public List<String> asked() {
        return asked;
    }

    @Override
    public synchronized Answer records(String name) {
        asked.add(name);
        var found = texts.get(name);
        return found == null ? new Absent() : new Found(found);
    }

    /// A key that is published under `selector._domainkey.domain`.
    public SigningKey publish(String domain, String selector, Algorithm algorithm) {
        return publish(domain, selector, algorithm, "");
    }

    /// A key that is published with more tags, e.g. `t=y; `.
    public SigningKey publish(String domain, String selector, Algorithm algorithm, String tags) {
        var pair = pair(algorithm, 2048);
        with(selector + "._domainkey." + domain, record(algorithm, pair, tags));
        return new SigningKey(domain, selector, algorithm, pair.getPrivate());
    }

    static String record(Algorithm algorithm, KeyPair pair, String tags) {
        byte[] key =
                algorithm == Algorithm.ED25519_SHA256
                        ? PublicKeys.bareEd25519(pair.getPublic())
                        : pair.getPublic().getEncoded();
        return "v=DKIM1; k="
                + algorithm.keyType()
                + "; "
                + tags
                + "p="
                + Base64.getEncoder().encodeToString(key);
    }

    static KeyPair pair(Algorithm algorithm, int bits) {
        return PAIRS.computeIfAbsent(
                algorithm.keyType() + bits,
                _ -> {
                    try {
                        boolean rsa = algorithm.keyType().equals("rsa");
                        var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "Ed25519");
                        if (rsa) {
                            generator.initialize(bits);
                        }
                        return generator.generateKeyPair();
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}
