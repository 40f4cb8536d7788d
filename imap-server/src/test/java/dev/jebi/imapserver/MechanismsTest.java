package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.testkit.ScramClient;
import dev.jebi.testkit.TranscriptPlayer;
import dev.jebi.wire.WireLimits;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Every mechanism within AUTHENTICATE (RFC 9051 §6.2.2): those with passwords and tokens as
/// transcripts, and SCRAM-SHA-256-PLUS (RFC 7677) bound to the TLS connection.
final class MechanismsTest {
    @TempDir private static Path directory;
    private static ImapSite site;

    @BeforeAll
    static void open() throws IOException {
        var settings =
                new ImapSettings(
                        "mail.a.test",
                        PlaintextPolicy.LOOPBACK,
                        ImapLimits.STANDARD,
                        directory,
                        Optional.of(MechanismsTest::owner));
        site = ImapSite.open(directory, settings, WireLimits.STANDARD);
        site.account("tim", 0, 0);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /// `good.NAME` is good for the account of that name.
    private static Optional<String> owner(String token) {
        return token.startsWith("good.")
                ? Optional.of(token.substring(5) + "@a.test")
                : Optional.empty();
    }

    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TranscriptPlayer.tests(
                MechanismsTest.class,
                "mechanisms",
                transcript -> {
                    String name = transcript.getFileName().toString().replace(".imap", "");
                    var user = site.account(name, 0, 0).address().toString();
                    TranscriptPlayer.play(
                            site.address(), transcript, Map.of("user", user, "password", "secret"));
                });
    }

    /// RFC 9266
    @Test
    void scramIsBoundToTheExporterOfTls13() throws Exception {
        try (var tls = secured()) {
            var session = (ExtendedSSLSession) tls.socket.getSession();
            byte[] binding =
                    session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
            assertThat(tls.authenticate("p=tls-exporter,,", binding)).startsWith("1 OK");
            assertThat(tls.say("2 SELECT INBOX")).startsWith("* FLAGS");
        }
    }

    /// RFC 5929 §4
    @Test
    void scramIsBoundToTheServersCertificate() throws Exception {
        try (var tls = secured()) {
            byte[] own = tls.socket.getSession().getPeerCertificates()[0].getEncoded();
            byte[] binding = MessageDigest.getInstance("SHA-256").digest(own);
            assertThat(tls.authenticate("p=tls-server-end-point,,", binding)).startsWith("1 OK");
        }
    }

    /// RFC 5802 §6: who stands in between has another connection on either side.
    @Test
    void theBindingOfAnotherConnectionIsRefused() throws Exception {
        try (var tls = secured()) {
            assertThat(tls.authenticate("p=tls-exporter,,", new byte[32])).startsWith("1 BAD");
            assertThat(tls.say("2 NOOP")).startsWith("2 OK");
        }
    }

    /// RFC 5802 §6: a client that could bind, and believes that we cannot, was lied to.
    @Test
    void aClientThatWasNotToldOfPlusIsRefused() throws Exception {
        try (var tls = secured()) {
            var scram =
                    new ScramClient("tim@a.test", ImapSite.PASSWORD, "fyko", "y,,", new byte[0]);
            assertThat(tls.say("1 AUTHENTICATE SCRAM-SHA-256 " + scram.first()))
                    .startsWith("1 BAD");
        }
    }

    /// RFC 5802 §6.1: who binds before TLS 1.3 does it by tls-unique, which we cannot; so nobody is
    /// asked to, and who believes that we cannot is right.
    @Test
    void beforeTls13NothingIsBound() throws Exception {
        try (var tls = new Secured("TLSv1.2")) {
            assertThat(tls.capabilities)
                    .doesNotContain("SCRAM-SHA-256-PLUS")
                    .contains(" AUTH=SCRAM-SHA-256 ");
            byte[] own = tls.socket.getSession().getPeerCertificates()[0].getEncoded();
            byte[] binding = MessageDigest.getInstance("SHA-256").digest(own);
            var plus =
                    new ScramClient(
                            "tim@a.test",
                            ImapSite.PASSWORD,
                            "fyko",
                            "p=tls-server-end-point,,",
                            binding);
            assertThat(tls.say("1 AUTHENTICATE SCRAM-SHA-256-PLUS " + plus.first()))
                    .startsWith("1 NO");
            var scram =
                    new ScramClient("tim@a.test", ImapSite.PASSWORD, "fyko", "y,,", new byte[0]);
            assertThat(tls.say("2 AUTHENTICATE SCRAM-SHA-256 " + scram.first())).startsWith("+ ");
        }
    }

    private static Secured secured() throws Exception {
        var secured = new Secured("TLSv1.3");
        assertThat(secured.capabilities).contains(" AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-256 ");
        return secured;
    }

    /// A connection with TLS, by STARTTLS.
    private static final class Secured implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;
        private final String capabilities;

        Secured(String protocol) throws Exception {
            var plain = new Socket(site.address().getAddress(), site.address().getPort());
            plain.setSoTimeout(60_000);
            var greeting = reader(plain);
            assertThat(greeting.readLine()).contains("STARTTLS");
            say(plain, "s STARTTLS");
            assertThat(greeting.readLine()).startsWith("s OK");
            var context = SSLContext.getInstance(protocol);
            context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
            socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, "127.0.0.1", plain.getPort(), true);
            socket.startHandshake();
            in = reader(socket);
            capabilities = say("c CAPABILITY");
            assertThat(in.readLine()).startsWith("c OK");
        }

        private static BufferedReader reader(Socket from) throws IOException {
            return new BufferedReader(
                    new InputStreamReader(from.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        private static void say(Socket to, String line) throws IOException {
            to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /// The line that answers.
        String say(String line) throws IOException {
            say(socket, line);
            return String.valueOf(in.readLine());
        }

        String authenticate(String header, byte[] binding) throws IOException {
            var scram =
                    new ScramClient(
                            "tim@a.test", ImapSite.PASSWORD, "fyko+d2lbbFg", header, binding);
            String challenge = say("1 AUTHENTICATE SCRAM-SHA-256-PLUS " + scram.first());
            assertThat(challenge).startsWith("+ ");
            String proof = say(scram.last(challenge.substring(2)));
            if (!proof.startsWith("+ ")) {
                return proof;
            }
            assertThat(proof).isEqualTo("+ " + scram.serverFinal());
            return say("");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Trusts every certificate.
    private static final class TrustsAll extends X509ExtendedTrustManager {
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
