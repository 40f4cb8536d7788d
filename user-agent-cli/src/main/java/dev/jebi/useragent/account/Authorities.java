package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The certificates that somebody trusts in place of the usual authorities: those of their own
/// authority, or of the server itself.
///
/// @param file in PEM, any number of them
public record Authorities(Path file) {
    /// More is no file of certificates that a person chose.
    private static final int MAX_OCTETS = 4 << 20;

    /// TLS for which nothing else counts.
    public SSLContext tls() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates()) {
                store.setCertificateEntry("certificate " + number++, certificate);
            }
            if (number == 0) {
                throw new CertificateException("it holds none");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), new SecureRandom());
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    SafeText.line(file + " is no file of certificates in PEM: " + e.getMessage()),
                    e);
        }
    }

    private Collection<? extends Certificate> certificates()
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var octets = new ByteArrayInputStream(in.readNBytes(MAX_OCTETS));
            return CertificateFactory.getInstance("X.509").generateCertificates(octets);
        }
    }
}
