package dev.jebi.wire;

import io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.nio.file.Path;

/// The certificate that this server shows; may be reloaded while it runs, from any thread.
public final class ServerTls {
    private final Path certificate;
    private final Path key;
    private volatile SslContext context;

    private ServerTls(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        this.context = Tls.server(certificate, key);
    }

    /// Reads a certificate chain and its key, both PEM.
    ///
    /// @throws IOException when one of them cannot be read, or they do not belong together
    public static ServerTls load(Path certificate, Path key) throws IOException {
        return new ServerTls(certificate, key);
    }

    /// Reads both files again; sessions that begin from now on see the new certificate. When they
    /// cannot be used, the old one stays.
    public void reload() throws IOException {
        context = Tls.server(certificate, key);
    }

    SslContext context() {
        return context;
    }
}
