package dev.jebi.trust;

import dev.jebi.wire.PeerProof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Those whose word about a certificate counts (RFC 5280). Safe for use by several threads.
public final class Authorities {
    /// As JSSE calls a key exchange that it does not know: TLS 1.3 has no name for it.
    private static final String ANY_EXCHANGE = "UNKNOWN";

    private final X509TrustManager manager;

    private Authorities(X509TrustManager manager) {
        this.manager = manager;
    }

    /// Those that this JVM trusts.
    public static Authorities ofSystem() {
        try {
            return new Authorities(manager(null));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no trusted authorities", e);
        }
    }

    /// Those in a PEM file.
    ///
    /// @throws IOException when it cannot be read or holds none
    public static Authorities of(Path pem) throws IOException {
        try {
            var certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(pem)));
            if (certificates.isEmpty()) {
                throw new IOException("no certificate in " + pem);
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return new Authorities(manager(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the certificates in " + pem, e);
        }
    }

    private static X509TrustManager manager(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    /// TLS that trusts these.
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    /// The proof that a certificate is one of these hosts', on the word of these authorities: by a
    /// DNS name in it, as RFC 8461 §4.1 wants it.
    public PeerProof proof(Set<String> hosts) {
        return chain -> {
            try {
                manager.checkServerTrusted(chain.toArray(new X509Certificate[0]), ANY_EXCHANGE);
            } catch (CertificateException e) {
                throw untrusted(chain, e);
            }
            CertificateNames.check(chain.getFirst(), hosts, false);
        };
    }

    private static NotProven untrusted(List<X509Certificate> chain, CertificateException cause) {
        try {
            for (var certificate : chain) {
                certificate.checkValidity();
            }
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return new NotProven(
                    NotProven.Reason.EXPIRED, "the certificate has expired: " + e.getMessage(), e);
        }
        return new NotProven(
                NotProven.Reason.UNTRUSTED,
                "no authority vouches for the certificate: " + cause.getMessage(),
                cause);
    }
}
