package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;
import dev.jebi.wire.ClientTls;
import dev.jebi.wire.ClientWire;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireConnector;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// The wire under TLS: from the start, by STARTTLS, as a server and as a client.
@Timeout(120)
class WireTlsTest {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final WireLimits LIMITS = limits(WAIT);

    @TempDir Path directory;
    private TestCertificate certificate;
    private ServerTls tls;
    private WireServer server;
    private final WireConnector connector = new WireConnector(LIMITS);
    private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();

    /// @param handshake how long one may take
    private static WireLimits limits(Duration handshake) {
        return new WireLimits(
                100,
                100,
                64 * 1024,
                64 * 1024,
                List.of(),
                new WireLimits.Patience(handshake, WAIT, WAIT));
    }

    private interface Session {
        void run(Wire wire) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        certificate = TestCertificate.make(directory);
        tls = ServerTls.load(certificate.certificate(), certificate.key());
        server = new WireServer(LIMITS, Optional.of(tls));
    }

    @AfterEach
    void close() {
        connector.close();
        server.close(Duration.ZERO);
    }

    private InetSocketAddress serve(boolean implicit, Session session) throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return server.listen(
                new Listener("test", any, implicit, WAIT),
                wire -> {
                    try {
                        session.run(wire);
                    } catch (IOException e) {
                        told.add(e);
                    }
                });
    }

    private InetSocketAddress startingTls() throws IOException {
        return serve(
                false,
                wire -> {
                    assertThat(wire.canStartTls()).isTrue();
                    told.add(line(wire));
                    wire.write("220 go\r\n");
                    wire.flush();
                    wire.startTls();
                    assertThat(wire.canStartTls()).isFalse();
                    told.add(line(wire));
                    wire.write("done\r\n");
                    wire.flush();
                });
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String line(Wire wire) throws IOException {
        return new String(wire.readLine(1_000), StandardCharsets.UTF_8);
    }

    private Object told() throws InterruptedException {
        return Optional.ofNullable(told.poll(60, TimeUnit.SECONDS)).orElse("nothing");
    }

    private static SSLSocket secure(Socket socket) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TestConnection.TrustsAll()}, null);
        var factory = context.getSocketFactory();
        var secured = (SSLSocket) factory.createSocket(socket, "localhost", socket.getPort(), true);
        secured.setSoTimeout(60_000);
        return secured;
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aWholeConversationGoesThroughTlsFromTheStart() throws Exception {
        var large = new Randomly(1).octets(1_000_000);
        var address =
                serve(
                        true,
                        wire -> {
                            assertThat(wire.secure()).isTrue();
                            assertThat(wire.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
                            assertThat(wire.tls().orElseThrow().cipherSuite()).startsWith("TLS_");
                            var content = new ByteArrayOutputStream();
                            wire.readDotted(content);
                            wire.writeDotted(Content.of(content.toByteArray()));
                            wire.flush();
                        });
        try (var wire = connector.connect(address, WAIT)) {
            wire.startTls(new ClientTls("localhost", false));
            wire.writeDotted(Content.of(large));
            wire.flush();
            var back = new ByteArrayOutputStream();
            assertThat(wire.readDotted(back).octets()).isEqualTo(large.length + 2);
            assertThat(back.toByteArray()).startsWith(large);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void whatWasSaidBeforeTheHandshakeIsDropped() throws Exception {
        for (int run = 0; run < 30; run++) {
            var address = startingTls();
            try (var socket = connect(address)) {
                send(socket, "STARTTLS\r\nINJECTED\r\nMORE\r\n");
                assertThat(text(socket.getInputStream().readNBytes(8))).isEqualTo("220 go\r\n");
                try (var secured = secure(socket)) {
                    send(secured, "SECRET\r\n");
                    assertThat(text(secured.getInputStream().readAllBytes())).isEqualTo("done\r\n");
                }
            }
            assertThat(told()).isEqualTo("STARTTLS");
            assertThat(told()).isEqualTo("SECRET");
        }
    }

    @Test
    void whatIsSaidInPlainAfterTheAnswerEndsTheSession() throws Exception {
        var address = startingTls();
        try (var socket = connect(address)) {
            send(socket, "STARTTLS\r\n");
            assertThat(text(socket.getInputStream().readNBytes(8))).isEqualTo("220 go\r\n");
            send(socket, "MAIL FROM:<injected@example.org>\r\n");
            assertThat(told()).isEqualTo("STARTTLS");
            assertThat(told()).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aHandshakeThatDoesNotComeIsGivenUp() throws Exception {
        server.close(Duration.ZERO);
        server = new WireServer(limits(Duration.ofSeconds(1)), Optional.of(tls));
        var address = startingTls();
        try (var socket = connect(address)) {
            send(socket, "STARTTLS\r\n");
            assertThat(told()).isEqualTo("STARTTLS");
            assertThat(told()).isInstanceOf(SSLException.class);
        }
        var implicit = serve(true, _ -> told.add("a session without a handshake"));
        try (var socket = connect(implicit)) {
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aPeerThatLeavesInTheHandshakeEndsIt() throws Exception {
        var address = startingTls();
        try (var socket = connect(address)) {
            send(socket, "STARTTLS\r\n");
            assertThat(told()).isEqualTo("STARTTLS");
            socket.shutdownOutput();
            assertThat(told()).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        var address = serve(true, _ -> told.add("a session"));
        try (var socket = secure(connect(address))) {
            assertThatThrownBy(
                            () -> {
                                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                                socket.startHandshake();
                            })
                    .isInstanceOf(SSLException.class);
        }
        try (var socket = secure(connect(address))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(told()).isEqualTo("a session");
        }
    }

    @Test
    void aNewCertificateIsShownAfterItWasReloaded() throws Exception {
        var address = serve(true, wire -> told.add(line(wire)));
        assertThat(shownName(address)).isEqualTo("CN=localhost");
        var other = TestCertificate.make(directory, "mail.example.org");
        Files.copy(other.certificate(), certificate.certificate(), REPLACE);
        assertThatThrownBy(tls::reload).isInstanceOf(IOException.class); // not that key's
        assertThat(shownName(address)).isEqualTo("CN=localhost");
        Files.copy(other.key(), certificate.key(), REPLACE);
        tls.reload();
        assertThat(shownName(address)).isEqualTo("CN=mail.example.org");
    }

    private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

    private static String shownName(InetSocketAddress address) throws Exception {
        try (var socket = secure(connect(address))) {
            socket.startHandshake();
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void aClientThatAsksForProofRefusesAnUnknownCertificate() throws Exception {
        var address = serve(true, wire -> told.add(line(wire)));
        try (var wire = connector.connect(address, WAIT)) {
            assertThatThrownBy(() -> wire.startTls(new ClientTls("localhost", true)))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aClientStartsTlsAndWhatCameBeforeIsDropped() throws Exception {
        try (var peer =
                ScriptedPeer.start(client -> {
                    client.answer("STARTTLS", "220 go\r\n250 injected");
                    client.startTls(certificate);
                    client.answer("EHLO x", "250 true");
                })) {
            try (ClientWire wire = connector.connect(peer.address(), WAIT)) {
                wire.write("STARTTLS\r\n");
                wire.flush();
                assertThat(line(wire)).isEqualTo("220 go");
                wire.startTls(new ClientTls("mx.example.org.", false));
                assertThat(wire.secure()).isTrue();
                wire.write("EHLO x\r\n");
                wire.flush();
                assertThat(line(wire)).isEqualTo("250 true");
            }
            assertThat(peer.received()).containsExactly("STARTTLS", "EHLO x");
        }
    }

    @Test
    void aPlainFileGoesOutUnderTls() throws Exception {
        var octets = new Randomly(2).octets(300_000);
        var address =
                serve(
                        true,
                        wire -> {
                            try (var spool = new Spool(directory, 10, Long.MAX_VALUE)) {
                                spool.write(octets);
                                wire.write(spool.content());
                                wire.flush();
                            }
                        });
        try (var socket = secure(connect(address))) {
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(octets);
        }
    }

    @Test
    void keysAreReadAsOpensslWritesThem() throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            var made = TestCertificate.makeWith(algorithm, directory, algorithm);
            var pem = Files.readString(made.key()).replaceAll("-----[^-]+-----", "");
            var key = PrivateKeyInfo.getInstance(Base64.getMimeDecoder().decode(pem));
            var inner = key.parsePrivateKey().toASN1Primitive().getEncoded();
            if (algorithm.equals("EC")) { // the JDK leaves the name of the curve out
                var number = ECPrivateKey.getInstance(inner).getKey();
                var curve = key.getPrivateKeyAlgorithm().getParameters();
                inner = new ECPrivateKey(256, number, curve).getEncoded();
            }
            Files.writeString(made.key(), TestCertificate.pem(algorithm + " PRIVATE KEY", inner));
            ServerTls.load(made.certificate(), made.key());
        }
    }

    @Test
    void whatIsNoCertificateIsToldInOneSentence() throws Exception {
        var nothing = Files.writeString(directory.resolve("nothing"), "nothing");
        assertThatThrownBy(() -> ServerTls.load(nothing, certificate.key()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot use the certificate");
        assertThatThrownBy(() -> ServerTls.load(certificate.certificate(), nothing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no private key");
    }
}
