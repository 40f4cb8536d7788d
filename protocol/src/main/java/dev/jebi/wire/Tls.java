package dev.jebi.wire;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLException;

/// TLS 1.2 and 1.3 (RFC 8996, RFC 8997) by the JDK's engine. Its long sums are done on virtual
/// threads, so that a handshake does not hold up the other connections of an event loop.
final class Tls {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final Executor SUMS = Thread.ofVirtual().name("tls-handshake")::start;

    private Tls() {}

    static SslContext server(Path certificate, Path key, Optional<ClientAuthorities> clients)
            throws IOException {
        try {
            var chain = Pem.certificates(Files.readAllBytes(certificate));
            var secret = Pem.key(Files.readAllBytes(key), algorithm(chain.getFirst()));
            if (!Pem.belongs(secret, chain.getFirst())) {
                throw new IOException("they do not belong together");
            }
            var builder =
                    SslContextBuilder.forServer(secret, chain)
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOLS);
            clients.ifPresent(authorities ->
                    builder.clientAuth(ClientAuth.OPTIONAL).trustManager(authorities));
            return builder.build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "cannot use the certificate "
                            + certificate
                            + " with the key "
                            + key
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static String algorithm(X509Certificate certificate) {
        return certificate.getPublicKey().getAlgorithm();
    }

    /// Holders, so that nothing is loaded before it is needed.
    private static final class Trusting {
        static final SslContext CONTEXT = client(false);
    }

    private static final class Verifying {
        static final SslContext CONTEXT = client(true);
    }

    private static SslContext client(boolean verified) {
        try {
            var builder =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .protocols(PROTOCOLS)
                            .endpointIdentificationAlgorithm(verified ? "HTTPS" : null);
            if (!verified) { // RFC 7435: some protection, from whoever it may be
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    /// Of its own for each connection: no session is resumed that another proof has allowed.
    private static SslContext proving(PeerProof proof) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .endpointIdentificationAlgorithm(null)
                    .trustManager(new ProvingTrust(proof))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    static SslHandler accepting(Channel channel, ServerTls tls, Duration handshake) {
        var handler = tls.context().newHandler(channel.alloc(), SUMS);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    static SslHandler connecting(Channel channel, ClientTls tls, int port, Duration handshake) {
        var context =
                tls.proof()
                        .map(Tls::proving)
                        .orElseGet(() -> tls.verified() ? Verifying.CONTEXT : Trusting.CONTEXT);
        String name = tls.serverName();
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1); // RFC 6066 §3: without the root's dot
        }
        boolean literal = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
        var handler =
                literal && !tls.verified()
                        ? context.newHandler(channel.alloc(), SUMS) // RFC 6066 §3: no addresses
                        : context.newHandler(channel.alloc(), name, port, SUMS);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    static TlsSession session(SslHandler handler) {
        var session = handler.engine().getSession();
        return new TlsSession(session.getProtocol(), session.getCipherSuite());
    }
}
