package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.sasl.ChannelBinding;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Channel binding (RFC 9266, RFC 5929) and clients' certificates on the wire, against the JDK as
/// the client.
final class WireBindingTest {
    @TempDir Path directory;
    private WireServer server;
    private InetSocketAddress address;
    private KeyPair authority;
    private X509Certificate authorityCertificate;

    @BeforeEach
    void open() throws Exception {
        authority = pair();
        authorityCertificate = certificate("CN=authority", authority, authority, true);
        var pem = directory.resolve("authorities.pem");
        Files.writeString(
                pem, TestCertificate.pem("CERTIFICATE", authorityCertificate.getEncoded()));
        var own = TestCertificate.make(directory);
        serve(ServerTls.load(own.certificate(), own.key(), pem));
    }

    private void serve(ServerTls tls) throws IOException {
        server = new WireServer(WireLimits.STANDARD, Optional.of(tls));
        address =
                server.listen(
                        new Listener(
                                "test",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                true,
                                Duration.ofSeconds(60)),
                        WireBindingTest::tell);
    }

    @AfterEach
    void close() {
        server.close(Duration.ZERO);
    }

    /// One line: the two bindings, and who the client is.
    private static void tell(Wire wire) {
        try {
            wire.write(
                    hex(wire.binding(ChannelBinding.TLS_EXPORTER))
                            + " "
                            + hex(wire.binding(ChannelBinding.TLS_SERVER_END_POINT))
                            + " "
                            + wire.certificate()
                                    .map(c -> c.getSubjectX500Principal().getName())
                                    .orElse("-")
                            + "\r\n");
            wire.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(Optional<byte[]> octets) {
        return octets.map(HexFormat.of()::formatHex).orElse("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothEndsHaveTheSameBindings(String protocol) throws Exception {
        try (var socket = connect(new KeyManager[0], protocol)) {
            String[] told = line(socket).split(" ", -1);
            var session = (ExtendedSSLSession) socket.getSession();
            assertThat(session.getProtocol()).isEqualTo(protocol);
            assertThat(told[0])
                    .isEqualTo(
                            protocol.equals("TLSv1.3")
                                    ? HexFormat.of()
                                            .formatHex(
                                                    session.exportKeyingMaterialData(
                                                            "EXPORTER-Channel-Binding",
                                                            new byte[0],
                                                            32))
                                    : "-");
            byte[] own = session.getPeerCertificates()[0].getEncoded();
            assertThat(told[1])
                    .isEqualTo(
                            HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256").digest(own)));
            assertThat(told[2]).isEqualTo("-");
        }
    }

    @Test
    void aServerThatIsNotToBindHasNoBindings() throws Exception {
        server.close(Duration.ZERO);
        var own = TestCertificate.make(directory);
        serve(ServerTls.load(own.certificate(), own.key()).withoutBinding());
        try (var socket = connect(new KeyManager[0], "TLSv1.3")) {
            assertThat(line(socket)).isEqualTo("- - -");
        }
    }

    @Test
    void aCertificateOfTheAuthorityIsTheClients() throws Exception {
        var mine = pair();
        var certificate = certificate("CN=bob", mine, authority, false);
        try (var socket = connect(keys(mine, certificate), "TLSv1.3")) {
            assertThat(line(socket)).endsWith(" CN=bob");
        }
    }

    @Test
    void anotherOnesCertificateIsNoneAndDoesNoHarm() throws Exception {
        var mine = pair();
        var certificate = certificate("CN=mallory", mine, pair(), false);
        try (var socket = connect(keys(mine, certificate), "TLSv1.3")) {
            assertThat(line(socket)).endsWith(" -");
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String subject, KeyPair pair, KeyPair signer, boolean signs) throws Exception {
        var now = InstantSource.system().instant();
        var octets =
                new JcaX509v3CertificateBuilder(
                                new X500Name("CN=authority"),
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minusSeconds(3600)),
                                Date.from(now.plusSeconds(3600)),
                                new X500Name(subject),
                                pair.getPublic())
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(
                                        new GeneralName(GeneralName.rfc822Name, "bob@here.test")))
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(signs))
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(signer.getPrivate()))
                        .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(octets));
    }

    private static KeyManager[] keys(KeyPair pair, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("me", pair.getPrivate(), new char[0], new Certificate[] {certificate});
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private SSLSocket connect(KeyManager[] keys, String protocol)
            throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Trusting()}, null);
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(address.getAddress(), address.getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        return new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

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
