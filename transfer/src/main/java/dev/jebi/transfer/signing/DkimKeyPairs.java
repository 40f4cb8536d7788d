package dev.jebi.transfer.signing;

import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.KeyRecord;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Maker of pairs of keys.
final class DkimKeyPairs {
    /// RFC 8301 §3.2 wants 2048; longer ones do not fit into one string of a TXT record either and
    /// cost four times as much.
    static final int RSA_BITS = 2048;

    private DkimKeyPairs() {}

    static DkimKey make(String domain, String selector, Algorithm algorithm, Instant now) {
        try {
            boolean rsa = algorithm.keyType().equals("rsa");
            var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "Ed25519");
            if (rsa) {
                generator.initialize(RSA_BITS);
            }
            KeyPair pair = generator.generateKeyPair();
            return of(domain, selector, algorithm, pair.getPublic(), pair.getPrivate(), now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes keys for " + algorithm.tag(), e);
        }
    }

    /// A key that somebody brings: an RSA key of PKCS#8.
    ///
    /// @throws IllegalArgumentException when it is no such key
    static DkimKey bring(String domain, String selector, byte[] octets, Instant now) {
        try {
            var secret = secret(Algorithm.RSA_SHA256, octets);
            if (!(secret instanceof RSAPrivateCrtKey rsa)) {
                throw new IllegalArgumentException("the RSA key has no public half in it");
            }
            var spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
            var open = KeyFactory.getInstance("RSA").generatePublic(spec);
            return of(domain, selector, Algorithm.RSA_SHA256, open, secret, now);
        } catch (GeneralSecurityException _) {
            throw new IllegalArgumentException("the file holds no RSA key in PKCS#8 (PEM)");
        }
    }

    private static DkimKey of(
            String domain,
            String selector,
            Algorithm algorithm,
            PublicKey open,
            PrivateKey secret,
            Instant now) {
        return new DkimKey(
                domain,
                selector,
                algorithm,
                KeyState.WAITING,
                now,
                Base64.getEncoder().encodeToString(KeyRecord.octets(open)),
                Optional.of(secret));
    }

    static PrivateKey secret(Algorithm algorithm, byte[] octets) throws GeneralSecurityException {
        boolean rsa = algorithm.keyType().equals("rsa");
        return KeyFactory.getInstance(rsa ? "RSA" : "Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(octets));
    }
}
