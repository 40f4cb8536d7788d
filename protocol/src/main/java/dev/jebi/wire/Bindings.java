package dev.jebi.wire;

import dev.jebi.sasl.ChannelBinding;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// What ties an authentication to a TLS session, on the server's side.
final class Bindings {
    /// RFC 9266 §2.
    private static final String LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTED = 32;

    private Bindings() {}

    static Optional<byte[]> of(SSLSession session, ChannelBinding type) {
        return switch (type) {
            case TLS_EXPORTER -> exported(session);
            case TLS_SERVER_END_POINT -> endPoint(session);
        };
    }

    /// RFC 9266 §4.1: before TLS 1.3 it is safe only with the extended master secret, which a
    /// session does not tell; so it is not offered there.
    private static Optional<byte[]> exported(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)
                || !session.getProtocol().equals("TLSv1.3")) {
            return Optional.empty();
        }
        try {
            return Optional.of(extended.exportKeyingMaterialData(LABEL, new byte[0], EXPORTED));
        } catch (SSLException | UnsupportedOperationException | IllegalStateException _) {
            return Optional.empty(); // this session exports nothing
        }
    }

    /// RFC 5929 §4.1: the certificate, hashed as its signature is, by SHA-256 in place of MD5 and
    /// SHA-1; a signature without one known hash has no such binding.
    private static Optional<byte[]> endPoint(SSLSession session) {
        var chain = session.getLocalCertificates();
        if (chain == null || !(chain[0] instanceof X509Certificate own)) {
            return Optional.empty();
        }
        try {
            var hash = hash(own);
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MessageDigest.getInstance(hash.get()).digest(own.getEncoded()));
        } catch (GeneralSecurityException | java.io.IOException _) {
            return Optional.empty(); // a signature of a kind that nobody here knows
        }
    }

    private static Optional<String> hash(X509Certificate certificate)
            throws GeneralSecurityException, java.io.IOException {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.equals("RSASSA-PSS")) {
            var parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            return Optional.of(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        }
        int with = signature.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String name = signature.substring(0, with);
        return Optional.of(
                switch (name) {
                    case "MD5", "SHA1" -> "SHA-256";
                    case "SHA224", "SHA256", "SHA384", "SHA512" -> "SHA-" + name.substring(3);
                    default -> name; // SHA3-256 and its like
                });
    }
}
