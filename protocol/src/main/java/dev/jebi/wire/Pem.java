package dev.jebi.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Certificates and keys in PEM (RFC 7468). Keys may be PKCS #8, or what openssl and ACME clients
/// write beside it: PKCS #1 (RFC 8017 §A.1.2) for RSA, SEC 1 (RFC 5915) for elliptic curves. Keys
/// behind a password are not read.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    /// The tag of the curve's name within an ECPrivateKey (RFC 5915 §3).
    private static final int CURVE = 0xA0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pem() {}

    static List<X509Certificate> certificates(byte[] pem)
            throws GeneralSecurityException, IOException {
        var chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem))
                        .stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new IOException("no certificate in it");
        }
        return chain;
    }

    static PrivateKey key(byte[] pem, String algorithm)
            throws GeneralSecurityException, IOException {
        var block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            byte[] octets = Base64.getMimeDecoder().decode(block.group(2));
            byte[] pkcs8 =
                    switch (block.group(1)) {
                        case "PRIVATE KEY" -> octets;
                        case "RSA PRIVATE KEY" -> pkcs8(RSA, octets);
                        case "EC PRIVATE KEY" -> pkcs8(der(SEQUENCE, EC, curve(octets)), octets);
                        default -> new byte[0]; // parameters, certificates
                    };
            if (pkcs8.length > 0) {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            }
        }
        throw new IOException("no private key without a password in it");
    }

    /// Whether the key is the certificate's: what it signs, the certificate proves.
    static boolean belongs(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        var publicKey = certificate.getPublicKey();
        var algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        var words = "any words".getBytes(StandardCharsets.US_ASCII);
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(words);
        byte[] signature = signing.sign();
        var proof = Signature.getInstance(algorithm);
        proof.initVerify(publicKey);
        proof.update(words);
        return proof.verify(signature);
    }

    /// RFC 5958 §2: version, algorithm, the key in its own form.
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
    }

    /// The name of the curve in an ECPrivateKey.
    private static byte[] curve(byte[] sec1) throws IOException {
        try {
            var whole = ByteBuffer.wrap(sec1);
            whole.get();
            length(whole);
            while (whole.hasRemaining()) {
                int tag = whole.get() & 0xFF;
                var value = new byte[length(whole)];
                whole.get(value);
                if (tag == CURVE) {
                    return value;
                }
            }
        } catch (RuntimeException e) { // cut off
            throw new IOException("not an elliptic curve key", e);
        }
        throw new IOException("an elliptic curve key that does not name its curve");
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = (length << 8) | (der.get() & 0xFF);
        }
        return length;
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var der = ByteBuffer.allocate(length + 4);
        der.put((byte) tag);
        if (length < 0x80) {
            der.put((byte) length);
        } else {
            der.put((byte) 0x82).putShort((short) length);
        }
        for (byte[] part : parts) {
            der.put(part);
        }
        var octets = new byte[der.position()];
        der.flip().get(octets);
        return octets;
    }
}
