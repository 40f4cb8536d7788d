package dev.jebi.testkit;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

/// A certificate authority for tests, with a certificate of its own as a PEM file.
public final class TestAuthority {
    private static final Duration VALID = Duration.ofDays(2);

    private final Path directory;
    private final X500Name name;
    private final KeyPair pair;
    private final Path pem;

    private record Issuer(X500Name name, KeyPair pair) {}

    private record Time(Instant from, Instant to) {}

    private TestAuthority(Path directory, X500Name name, KeyPair pair, Path pem) {
        this.directory = directory;
        this.name = name;
        this.pair = pair;
        this.pem = pem;
    }

    /// Makes an authority; its files and those of what it issues are in the directory.
    public static TestAuthority make(Path directory, String name) throws IOException {
        var subject = new X500Name("CN=" + name);
        var pair = pair();
        var now = InstantSource.system().instant();
        var pem = directory.resolve(name + ".pem");
        var time = new Time(now.minus(VALID), now.plus(VALID));
        var octets = sign(new Issuer(subject, pair), subject, pair.getPublic(), time);
        Files.writeString(pem, TestCertificate.pem("CERTIFICATE", octets));
        return new TestAuthority(directory, subject, pair, pem);
    }

    /// Its own certificate.
    public Path pem() {
        return pem;
    }

    /// A certificate for these names, hosts or addresses of mail, with the authority's behind it.
    public TestCertificate issue(String... names) throws IOException {
        var now = InstantSource.system().instant();
        return issue(now.minus(VALID), now.plus(VALID), names);
    }

    /// A certificate whose time is over.
    public TestCertificate issueExpired(String... names) throws IOException {
        var now = InstantSource.system().instant();
        return issue(now.minus(VALID), now.minus(VALID.dividedBy(2)), names);
    }

    private TestCertificate issue(Instant from, Instant to, String... names) throws IOException {
        var leaf = pair();
        var file = names[0].replace("*", "star");
        var made =
                new TestCertificate(
                        directory.resolve(file + ".crt"), directory.resolve(file + ".key"));
        var subject = new X500Name("CN=" + names[0]);
        var time = new Time(from, to);
        var octets = sign(new Issuer(name, pair), subject, leaf.getPublic(), time, names);
        Files.writeString(
                made.certificate(),
                TestCertificate.pem("CERTIFICATE", octets) + Files.readString(pem));
        Files.writeString(
                made.key(), TestCertificate.pem("PRIVATE KEY", leaf.getPrivate().getEncoded()));
        return made;
    }

    /// The certificates of a PEM file.
    public static List<X509Certificate> chain(Path pem) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value of a TLSA record for a certificate, such as `3 1 1 0123…`.
    public static String tlsa(int usage, int selector, int matching, X509Certificate certificate) {
        try {
            byte[] octets =
                    selector == 0
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            byte[] association =
                    matching == 0
                            ? octets
                            : MessageDigest.getInstance(matching == 1 ? "SHA-256" : "SHA-512")
                                    .digest(octets);
            return usage
                    + " "
                    + selector
                    + " "
                    + matching
                    + " "
                    + HexFormat.of().formatHex(association);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int kind(String name) {
        return name.contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName;
    }

    private static byte[] sign(
            Issuer issuer, X500Name subject, PublicKey key, Time time, String... names)
            throws IOException {
        var alternatives =
                Arrays.stream(names)
                        .map(each -> new GeneralName(kind(each), each))
                        .toArray(GeneralName[]::new);
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer.name(),
                            new BigInteger(64, new SecureRandom()),
                            Date.from(time.from()),
                            Date.from(time.to()),
                            subject,
                            key);
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(names.length == 0));
            if (names.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            return builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA")
                                    .build(issuer.pair().getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
