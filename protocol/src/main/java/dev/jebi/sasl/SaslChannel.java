package dev.jebi.sasl;

import dev.jebi.guard.Visit;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// What a mechanism may know of the connection that it goes over.
public interface SaslChannel {
    /// A connection without TLS.
    SaslChannel PLAIN =
            new SaslChannel() {
                @Override
                public Optional<byte[]> binding(ChannelBinding type) {
                    return Optional.empty();
                }

                @Override
                public Optional<X509Certificate> certificate() {
                    return Optional.empty();
                }
            };

    /// What ties an authentication to this connection; empty where TLS does not give it.
    Optional<byte[]> binding(ChannelBinding type);

    /// The certificate that the client showed, where an authority that we trust has signed it.
    Optional<X509Certificate> certificate();

    /// The client's visit, which tells whether it may try a password, and hears how that went.
    default Visit visit() {
        return Visit.FREE;
    }

    /// Whether -PLUS can be offered: who offers it has to do tls-unique (RFC 5802 §6.1), which TLS
    /// does not tell us, or with TLS 1.3 tls-exporter in its place (RFC 9266 §3).
    default boolean bound() {
        return binding(ChannelBinding.TLS_EXPORTER).isPresent();
    }
}
