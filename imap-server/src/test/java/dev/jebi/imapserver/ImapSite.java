package dev.jebi.imapserver;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.imapserver.command.ParserLimits;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// An IMAP server on a free port, with a store of its own; its clock stands still.
final class ImapSite implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final String PASSWORD = "secret";

    /// Limits that a test reaches without much typing.
    static final ImapLimits TIGHT =
            new ImapLimits(
                    new ParserLimits(20, 5, 10, 20, 100, 3, 4),
                    1_000,
                    100,
                    2_000,
                    20_000,
                    5,
                    3,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    4,
                    Duration.ofMillis(20));

    private static final Domain DOMAIN = Domain.parse("a.test");

    private final MailStore store;
    private final WireServer server;
    private final InetSocketAddress address;

    private ImapSite(MailStore store, WireServer server, InetSocketAddress address) {
        this.store = store;
        this.server = server;
        this.address = address;
    }

    static ImapSite open(Path directory) throws IOException {
        return open(directory, PlaintextPolicy.LOOPBACK, ImapLimits.STANDARD);
    }

    static ImapSite open(Path directory, PlaintextPolicy plaintext, ImapLimits limits)
            throws IOException {
        return open(directory, plaintext, limits, WireLimits.STANDARD);
    }

    static ImapSite open(
            Path directory, PlaintextPolicy plaintext, ImapLimits limits, WireLimits wire)
            throws IOException {
        var settings = new ImapSettings("mail.a.test", plaintext, limits, directory);
        return open(directory, settings, wire);
    }

    static ImapSite open(Path directory, ImapSettings settings, WireLimits wire)
            throws IOException {
        var clock = InstantSource.fixed(NOW);
        var store = EmbeddedStore.open(directory.resolve("store"), StoreLimits.STANDARD, clock);
        store.directory().addDomain(DOMAIN);
        var certificate = TestCertificate.make(directory);
        var tls = ServerTls.load(certificate.certificate(), certificate.key());
        var server = new WireServer(wire, Optional.of(tls));
        var face = new ImapFace(settings, store, clock, new NamedGroups());
        var address =
                server.listen(
                        new Listener(
                                "imap",
                                new InetSocketAddress("127.0.0.1", 0),
                                false,
                                Duration.ofMinutes(1)),
                        face::session);
        return new ImapSite(store, server, address);
    }

    MailStore store() {
        return store;
    }

    InetSocketAddress address() {
        return address;
    }

    WireServer server() {
        return server;
    }

    Account account(String localPart, long octets, long messages) throws IOException {
        return store.directory()
                .addAccount(new Address(localPart, DOMAIN), PASSWORD, octets, messages)
                .orElseThrow();
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(1));
        store.close();
    }
}
