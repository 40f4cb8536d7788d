package dev.jebi.wire;

import dev.jebi.sasl.ChannelBinding;

import io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLSession;

/// The certificate that this server shows; may be reloaded while it runs, from any thread.
public final class ServerTls {
    private final Path certificate;
    private final Path key;
    private final Optional<ClientAuthorities> clients;
    private final boolean binding;
    private volatile SslContext context;

    private ServerTls(
            Path certificate, Path key, Optional<ClientAuthorities> clients, boolean binding)
            throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.clients = clients;
        this.binding = binding;
        this.context = Tls.server(certificate, key, clients);
    }

    /// Reads a certificate chain and its key, both PEM.
    ///
    /// @throws IOException when one of them cannot be read, or they do not belong together
    public static ServerTls load(Path certificate, Path key) throws IOException {
        return new ServerTls(certificate, key, Optional.empty(), true);
    }

    /// The same, and clients are asked for a certificate.
    ///
    /// @param authorities PEM, the certificates of those who sign them
    public static ServerTls load(Path certificate, Path key, Path authorities) throws IOException {
        return new ServerTls(
                certificate, key, Optional.of(ClientAuthorities.read(authorities)), true);
    }

    /// The same without channel binding: no authentication is tied to its connections.
    public ServerTls withoutBinding() throws IOException {
        return new ServerTls(certificate, key, clients, false);
    }

    /// Reads both files again; sessions that begin from now on see the new certificate. When they
    /// cannot be used, the old one stays.
    public void reload() throws IOException {
        context = Tls.server(certificate, key, clients);
    }

    /// The certificate of a client that may sign in with it.
    Optional<X509Certificate> client(SSLSession session) {
        return clients.flatMap(authorities -> authorities.verified(session));
    }

    /// What ties an authentication to a session.
    Optional<byte[]> binding(SSLSession session, ChannelBinding type) {
        return binding ? Bindings.of(session, type) : Optional.empty();
    }

    SslContext context() {
        return context;
    }
}
