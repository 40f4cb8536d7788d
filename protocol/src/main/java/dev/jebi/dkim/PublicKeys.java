package dev.jebi.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Public keys as key records have them.
final class PublicKeys {
    /// What stands before the 32 octets of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 §4).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_OCTETS = 32;

    /// The usual exponent is 65537; anybody may publish one as long as the modulus.
    private static final int EXPONENT_BITS = 64;

    /// The AlgorithmIdentifier of RSA (RFC 8017 appendix A.1).
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private PublicKeys() {}

    static PublicKey read(String type, byte[] octets) throws MalformedTags {
        try {
            return switch (type) {
                case "rsa" -> cheap(rsa(octets));
                case "ed25519" -> ed25519(octets);
                default -> throw new MalformedTags("an unknown type of key");
            };
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new MalformedTags("the key record has no usable key");
        }
    }

    /// How many bits the key has.
    static int bits(PublicKey key) {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
    }

    /// A SubjectPublicKeyInfo, or the bare RSAPublicKey that RFC 6376 §3.6.1 speaks of.
    private static PublicKey rsa(byte[] octets) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("RSA");
        try {
            return factory.generatePublic(new X509EncodedKeySpec(octets));
        } catch (GeneralSecurityException _) {
            byte[] bits = sequence(0x03, new byte[] {0}, octets);
            return factory.generatePublic(new X509EncodedKeySpec(sequence(0x30, RSA, bits)));
        }
    }

    /// A key whose exponent makes us calculate no longer than usual ones do.
    private static PublicKey cheap(PublicKey key) throws MalformedTags {
        if (key instanceof RSAPublicKey rsa
                && rsa.getPublicExponent().bitLength() > EXPONENT_BITS) {
            throw new MalformedTags("the key has an odd exponent");
        }
        return key;
    }

    private static PublicKey ed25519(byte[] octets) throws GeneralSecurityException, MalformedTags {
        if (octets.length != ED25519_OCTETS) {
            throw new MalformedTags("an Ed25519 key has 32 octets");
        }
        var info = new ByteArrayOutputStream();
        info.writeBytes(ED25519);
        info.writeBytes(octets);
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(info.toByteArray()));
    }

    /// A DER element with these contents.
    private static byte[] sequence(int tag, byte[] first, byte[] second) {
        int length = first.length + second.length;
        var element = new ByteArrayOutputStream(length + 5);
        element.write(tag);
        if (length < 128) {
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(first);
        element.writeBytes(second);
        return element.toByteArray();
    }

    /// The 32 octets of an Ed25519 key, as a key record has them.
    static byte[] bareEd25519(PublicKey key) {
        byte[] info = key.getEncoded();
        return java.util.Arrays.copyOfRange(info, info.length - ED25519_OCTETS, info.length);
    }
}
