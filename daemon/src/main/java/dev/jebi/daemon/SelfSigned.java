package dev.jebi.daemon;

import dev.jebi.address.Domain;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/// The certificate that a server shows until somebody gives it a better one: made at the first
/// start, kept in the data directory.
final class SelfSigned {
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private SelfSigned() {}

    /// The certificate and key in `directory`, made where they are missing.
    static Configuration.TlsFiles in(Path directory, Domain hostname, InstantSource clock)
            throws IOException {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            Files.createDirectories(directory);
            try {
                make(certificate, key, hostname, clock);
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IOException("cannot make a certificate for " + hostname, e);
            }
        }
        return new Configuration.TlsFiles(certificate, key);
    }

    private static void make(Path certificate, Path key, Domain hostname, InstantSource clock)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, hostname.name()).build();
        var now = clock.instant();
        var builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, new SecureRandom()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.subjectAlternativeName, false, names(hostname));
        X509Certificate made =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .build(pair.getPrivate())));
        write(key, pem(pair.getPrivate()), "rw-------");
        write(certificate, pem(made), "rw-r--r--");
    }

    /// The names that clients guess (`imap.`, `smtp.`, `mail.`) are in it as well.
    private static GeneralNames names(Domain hostname) {
        var dns = new java.util.ArrayList<GeneralName>();
        if (!hostname.literal()) {
            for (String prefix : new String[] {"", "mail.", "imap.", "smtp.", "pop3."}) {
                dns.add(new GeneralName(GeneralName.dNSName, prefix + hostname.name()));
            }
        }
        dns.add(new GeneralName(GeneralName.dNSName, "localhost"));
        dns.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        dns.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(dns.toArray(GeneralName[]::new));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    object instanceof java.security.PrivateKey key
                            ? new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(key, null)
                            : object);
        }
        return text.toString();
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        Files.createFile(
                half,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(half, text, StandardOpenOption.WRITE);
        Files.move(
                half,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Files.setPosixFilePermissions(
                file, Set.copyOf(PosixFilePermissions.fromString(permissions)));
    }
}
