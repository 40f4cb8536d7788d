package dev.jebi.dkim;

import java.security.PublicKey;

/// How the look at a signature with one key ends, before the body is looked at. The steps are those
/// of RFC 6376 §6.1.2 and §6.1.3.
public sealed interface KeyCheck {
    /// The signature over the header section is good.
    ///
    /// @param bits of the key
    record Good(Algorithm algorithm, int bits, boolean testing) implements KeyCheck {}

    /// It is not.
    ///
    /// @param bits of the key, 0 when there is none
    record Bad(DkimStatus status, String reason, int bits, boolean testing) implements KeyCheck {}

    /// Looks at a signature with the key records that were found for it.
    ///
    /// @param octets what the signature is taken of
    static KeyCheck of(
            String algorithmTag,
            byte[] signature,
            KeySource.Answer answer,
            byte[] octets,
            boolean strictBroken,
            DkimLimits limits) {
        var known = Algorithm.of(algorithmTag);
        if (known.isEmpty()) {
            return permanently("an unknown algorithm");
        }
        if (known.get() == Algorithm.RSA_SHA1 && !limits.historic()) {
            return permanently("rsa-sha1 proves nothing any more"); // RFC 8301 §3.1
        }
        return switch (answer) {
            case KeySource.Absent _ -> permanently("there is no key");
            case KeySource.Unavailable _ ->
                    new Bad(DkimStatus.TEMPERROR, "the key cannot be had now", 0, false);
            case KeySource.Found(var texts) -> {
                KeyCheck check = permanently("there is no key");
                for (String text : texts.subList(0, Math.min(texts.size(), limits.keyRecords()))) {
                    check = of(known.get(), signature, text, octets, strictBroken, limits);
                    if (check instanceof Good) {
                        break;
                    }
                }
                yield check;
            }
        };
    }

    private static KeyCheck of(
            Algorithm algorithm,
            byte[] signature,
            String text,
            byte[] octets,
            boolean strictBroken,
            DkimLimits limits) {
        KeyRecord record;
        try {
            record = KeyRecord.parse(text);
        } catch (MalformedTags e) {
            return permanently(e.how());
        }
        if (record.key().isEmpty()) {
            return permanently("the key is revoked");
        }
        if (!record.email()) {
            return permanently("the key is not for mail");
        }
        if (!record.type().equals(algorithm.keyType())) {
            return permanently("the key is for another algorithm");
        }
        if (!record.hashes().isEmpty() && !record.hashes().contains(algorithm.hash().tag())) {
            return permanently("the key is for another hash");
        }
        if (record.strict() && strictBroken) {
            return permanently("the key is for no subdomain");
        }
        return verified(algorithm, signature, record, record.key().get(), octets, limits);
    }

    private static KeyCheck verified(
            Algorithm algorithm,
            byte[] signature,
            KeyRecord record,
            PublicKey key,
            byte[] octets,
            DkimLimits limits) {
        int bits = PublicKeys.bits(key);
        if (algorithm.keyType().equals("rsa")
                && (bits < limits.leastRsaBits() || bits > limits.mostRsaBits())) {
            String size = bits < limits.leastRsaBits() ? "too small" : "too large";
            return new Bad(
                    DkimStatus.POLICY, // RFC 8301 §3.2: it is not to be taken for valid
                    "a key of " + bits + " bits is " + size,
                    bits,
                    record.testing());
        }
        return algorithm.verify(key, octets, signature)
                ? new Good(algorithm, bits, record.testing())
                : new Bad(DkimStatus.FAIL, "the signature did not verify", bits, record.testing());
    }

    private static KeyCheck permanently(String why) {
        return new Bad(DkimStatus.PERMERROR, why, 0, false);
    }
}
