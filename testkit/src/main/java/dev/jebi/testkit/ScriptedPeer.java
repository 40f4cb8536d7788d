package dev.jebi.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// A server on loopback that says what a test wants, for tests of clients. Each connection runs a
/// script on a virtual thread: the first connection the first script and so on, all that come later
/// the last one. What a script throws is thrown by [#close()], except that the client went away.
public final class ScriptedPeer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final ServerSocket listening;
    private final List<Script> scripts;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int connections;

    /// What the peer does on one connection.
    public interface Script {
        /// Talks until the end; the connection is closed afterwards.
        void run(Conversation client) throws IOException;
    }

    private ScriptedPeer(List<Script> scripts) throws IOException {
        this.scripts = scripts;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /// Starts a peer.
    public static ScriptedPeer start(Script... scripts) throws IOException {
        var peer = new ScriptedPeer(List.of(scripts));
        Thread.ofVirtual().name("peer").start(peer::accept);
        return peer;
    }

    /// A script from lines: those that begin with `S:` are said, those that begin with `C:` must be
    /// what the client says (`C~` a regular expression).
    public static Script lines(String text) {
        return client -> {
            for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                String rest = line.substring(2).strip();
                switch (line.substring(0, 2)) {
                    case "S:" -> client.say(rest);
                    case "C:" -> client.expect(Pattern.quote(rest));
                    case "C~" -> client.expect(rest);
                    default -> throw new IllegalArgumentException(line);
                }
            }
        };
    }

    /// Where the peer listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /// The lines that clients have said on all connections, in the order of their coming.
    public List<String> received() {
        return received;
    }

    /// How many connections there have been.
    public int connections() {
        return connections;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                int number = count();
                open.add(socket);
                var script = scripts.get(Math.min(number, scripts.size()) - 1);
                Thread.ofVirtual().name("peer-" + number).start(() -> run(script, socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    failures.add(e);
                }
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread accepts
    private int count() {
        return ++connections;
    }

    private void run(Script script, Socket socket) {
        try (var conversation = new Conversation(socket)) {
            play(script, conversation);
        } catch (IOException e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    /// A fault is known before the client can see the connection end by it.
    private void play(Script script, Conversation conversation) {
        try {
            script.run(conversation);
        } catch (SocketException e) {
            received.add("# " + e.getMessage()); // the client went away
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    /// Closes all connections.
    ///
    /// @throws AssertionError when a script failed
    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a script failed", failures.getFirst());
        }
    }

    /// The peer's end of a connection; for the script's thread.
    public final class Conversation implements AutoCloseable {
        private Socket socket;
        private BufferedReader in;

        private Conversation(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = reader(socket.getInputStream());
        }

        private static BufferedReader reader(InputStream in) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        }

        /// Says a line.
        public void say(String line) throws IOException {
            send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        /// Sends octets as they are.
        public void send(byte[] octets) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(octets);
            out.flush();
        }

        /// Hears a line.
        ///
        /// @throws SocketException when the client closed the connection
        public String hear() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new SocketException("the client closed the connection");
            }
            received.add(line);
            return line;
        }

        /// Hears a line that must match the whole expression.
        public String expect(String regex) throws IOException {
            String line = hear();
            if (!line.matches(regex)) {
                throw new AssertionError("expected " + regex + ", got " + line);
            }
            return line;
        }

        /// Hears a line, and answers it.
        public void answer(String regex, String line) throws IOException {
            expect(regex);
            say(line);
        }

        /// Hears lines up to the one that is a lone dot, and returns them with their line ends, the
        /// stuffed dots removed.
        public String hearContent() throws IOException {
            var content = new StringBuilder();
            for (String line = hear(); !line.equals("."); line = hear()) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            return content.toString();
        }

        /// Says and reads nothing until the peer is closed.
        public void stall() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /// Waits until the client has closed the connection.
        public void awaitEnd() throws IOException {
            while (in.readLine() != null) {
                continue;
            }
        }

        /// Cuts the connection with a reset.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Begins TLS as a server.
        public void startTls(TestCertificate certificate) throws IOException {
            try {
                var factory = context(certificate).getSocketFactory();
                var tls = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
                tls.setUseClientMode(false);
                tls.startHandshake();
                socket = tls;
                in = reader(tls.getInputStream());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// TLS as a server that shows this certificate.
    public static SSLContext context(TestCertificate certificate)
            throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys(certificate), null, null);
        return context;
    }

    /// TLS as a client that trusts everybody, and shows this certificate where it is asked for one.
    public static SSLContext clientContext(Optional<TestCertificate> certificate)
            throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        var keys = certificate.isPresent() ? keys(certificate.get()) : new KeyManager[0];
        context.init(keys, new TrustManager[] {new TestConnection.TrustsAll()}, null);
        return context;
    }

    private static KeyManager[] keys(TestCertificate certificate)
            throws GeneralSecurityException, IOException {
        var password = new char[0];
        var pem = Files.readString(certificate.key()).replaceAll("-----[^-]+-----", "");
        var key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        try (var file = Files.newInputStream(certificate.certificate())) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(file);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("peer", key, password, chain.toArray(new Certificate[0]));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys.getKeyManagers();
        }
    }
}
