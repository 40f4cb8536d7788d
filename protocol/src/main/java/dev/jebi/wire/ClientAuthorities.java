package dev.jebi.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

/// The authorities whose certificates let TLS clients sign in. A handshake takes any certificate,
/// so that who shows another one can go on without; what it is worth is asked when it is used.
final class ClientAuthorities implements X509TrustManager {
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12

    private final List<X509Certificate> authorities;

    private ClientAuthorities(List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    static ClientAuthorities read(Path pem) throws IOException {
        try {
            return new ClientAuthorities(Pem.certificates(Files.readAllBytes(pem)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("cannot use the certificates in " + pem, e);
        }
    }

    /// The client's certificate, when one of these has signed it, it is for clients and in time.
    Optional<X509Certificate> verified(SSLSession session) {
        try {
            var chain =
                    Arrays.stream(session.getPeerCertificates())
                            .map(X509Certificate.class::cast)
                            .filter(certificate -> !authorities.contains(certificate))
                            .toList();
            if (chain.isEmpty()) {
                return Optional.empty();
            }
            var anchors =
                    authorities.stream()
                            .map(authority -> new TrustAnchor(authority, null))
                            .collect(Collectors.toSet());
            var parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            var purposes = chain.getFirst().getExtendedKeyUsage();
            return purposes == null || purposes.contains(CLIENT)
                    ? Optional.of(chain.getFirst())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty(); // it showed none
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // it is worth nothing here
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // whatever it is: see [#verified]
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("these authorities are for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(new X509Certificate[0]);
    }
}
