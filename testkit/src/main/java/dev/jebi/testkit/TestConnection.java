package dev.jebi.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client's plain socket, line by line, with TLS that trusts everybody.
final class TestConnection implements Closeable {
    private Socket socket;
    private InputStream in;
    private Optional<Compression> compression = Optional.empty();

    TestConnection(InetSocketAddress server, Duration timeout) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) timeout.toMillis());
        socket.connect(server, (int) timeout.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] octets) throws IOException {
        byte[] sent = compression.isPresent() ? compression.get().squeezed(octets) : octets;
        socket.getOutputStream().write(sent);
        socket.getOutputStream().flush();
    }

    /// Begins or ends the compression of both sides.
    void compress(boolean end) throws IOException {
        if (end) {
            in = compression.orElseThrow().end();
            compression = Optional.empty();
        } else {
            var begun = new Compression(in);
            compression = Optional.of(begun);
            in = begun.plain;
        }
    }

    /// Raw DEFLATE in both directions, flushed with each sending.
    private static final class Compression {
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        private final Inflater inflater = new Inflater(true);
        private final InputStream raw;
        private final InputStream plain;

        Compression(InputStream in) {
            raw = in;
            plain = new InflaterInputStream(raw, inflater, 512);
        }

        byte[] squeezed(byte[] octets) {
            deflater.setInput(octets);
            var out = new ByteArrayOutputStream();
            var step = new byte[4096];
            int n;
            do {
                n = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
                out.write(step, 0, n);
            } while (n == step.length);
            return out.toByteArray();
        }

        /// What comes behind the stream, which must end here.
        InputStream end() throws IOException {
            if (plain.read() >= 0) {
                throw new IOException("the server goes on compressing");
            }
            deflater.end();
            inflater.end();
            return raw;
        }
    }

    /// The next line with its end; empty at the end of the connection.
    byte[] line() throws IOException {
        var line = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                line.write(octet);
                if (octet == '\n') {
                    break;
                }
            }
        } catch (SocketException e) { // a reset is an end, too
            if (line.size() > 0) {
                throw e;
            }
        }
        return line.toByteArray();
    }

    void startTls() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            var name = socket.getInetAddress().getHostAddress();
            var tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, name, socket.getPort(), true);
            tls.setUseClientMode(true);
            tls.startHandshake();
            socket = tls;
            in = new BufferedInputStream(tls.getInputStream());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// Octets as text for people: UTF-8 when they are, else one character per octet.
    static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) { // not UTF-8
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /// Trusts every certificate.
    static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
