package dev.jebi.testkit;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

/// A certificate for tests, signed by its own key, and both as PEM files.
///
/// @param certificate where the certificate stands
/// @param key where its key stands, in PKCS #8
public record TestCertificate(Path certificate, Path key) {
    private static final Duration VALID = Duration.ofDays(2);

    /// Makes a certificate for `localhost` and 127.0.0.1.
    public static TestCertificate make(Path directory) throws IOException {
        return make(directory, "localhost");
    }

    /// Makes a certificate for the names and 127.0.0.1; the files are called after the first name,
    /// those of an earlier certificate are replaced.
    public static TestCertificate make(Path directory, String... names) throws IOException {
        return makeWith("EC", directory, names);
    }

    /// Makes one with a key of another algorithm, `EC` or `RSA`.
    static TestCertificate makeWith(String algorithm, Path directory, String... names)
            throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            var pair = generator.generateKeyPair();
            var made =
                    new TestCertificate(
                            directory.resolve(names[0] + ".crt"),
                            directory.resolve(names[0] + ".key"));
            Files.writeString(made.certificate, pem("CERTIFICATE", sign(pair, names)));
            Files.writeString(made.key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            return made;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(KeyPair pair, String... names)
            throws OperatorCreationException, CertIOException, IOException {
        boolean rsa = pair.getPrivate().getAlgorithm().equals("RSA");
        var signature = rsa ? "SHA256withRSA" : "SHA256withECDSA";
        var name = new X500Name("CN=" + names[0]);
        var now = InstantSource.system().instant();
        var alternatives =
                Arrays.stream(names)
                        .map(each -> new GeneralName(GeneralName.dNSName, each))
                        .toArray(GeneralName[]::new);
        alternatives = Arrays.copyOf(alternatives, alternatives.length + 1);
        alternatives[names.length] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(now.minus(VALID)),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))
                .getEncoded();
    }

    static String pem(String label, byte[] octets) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
