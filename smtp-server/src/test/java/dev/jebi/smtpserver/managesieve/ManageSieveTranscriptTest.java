package dev.jebi.smtpserver.managesieve;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.sieve.SieveLimits;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.testkit.TranscriptPlayer;
import dev.jebi.transfer.filing.ScriptLimits;
import dev.jebi.transfer.filing.StoredScripts;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Plays every conversation in the resources, each as an account of its own.
final class ManageSieveTranscriptTest {
    private static final ManageSieveLimits LIMITS =
            new ManageSieveLimits(2_000, 10_000, 20_000, 4, 5, 3, Duration.ofMinutes(31));
    private static final ScriptLimits SCRIPTS =
            new ScriptLimits(3, 1_000, 2_000, 128, 100_000, SieveLimits.STANDARD);

    @TempDir private Path directory;
    private final AtomicInteger accounts = new AtomicInteger();
    private MailStore store;
    private WireServer server;

    @BeforeEach
    void open() throws IOException {
        store =
                EmbeddedStore.open(
                        directory.resolve("store"), StoreLimits.STANDARD, InstantSource.system());
        store.directory().addDomain(Domain.parse("here.test"));
        var made = TestCertificate.make(directory);
        server =
                new WireServer(
                        WireLimits.STANDARD,
                        Optional.of(ServerTls.load(made.certificate(), made.key())));
    }

    @AfterEach
    void close() {
        server.close(Duration.ofSeconds(1));
        store.close();
    }

    @TestFactory
    Stream<DynamicTest> plain() throws IOException {
        return play("/managesieve/plain", PlaintextPolicy.LOOPBACK);
    }

    @TestFactory
    Stream<DynamicTest> tls() throws IOException {
        return play("/managesieve/tls", PlaintextPolicy.NEVER);
    }

    private Stream<DynamicTest> play(String folder, PlaintextPolicy plaintext) throws IOException {
        var face =
                new ManageSieveFace(
                        new ManageSieveSettings(plaintext, LIMITS, Optional.empty()),
                        new StoredScripts(store.register(), SCRIPTS),
                        store.directory());
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listener = new Listener("managesieve", any, false, Duration.ofMinutes(1));
        var address = server.listen(listener, face::session);
        return TranscriptPlayer.tests(
                ManageSieveTranscriptTest.class,
                folder,
                transcript -> {
                    String user = "user" + accounts.incrementAndGet() + "@here.test";
                    store.directory().addAccount(Address.parse(user), "secret", 0, 0);
                    TranscriptPlayer.play(address, transcript, Map.of("user", user));
                });
    }
}
