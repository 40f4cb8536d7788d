package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Appending;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.wire.Listener;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A POP3 server on loopback, with a store of its own and one account.
final class Pop3Site implements AutoCloseable {
    static final String LOGIN = "tim@example.org";
    static final String PASSWORD = "tanstaaf tan";
    static final Pop3Settings SETTINGS =
            new Pop3Settings("pop.example.org", PlaintextPolicy.LOOPBACK, Pop3Limits.STANDARD);

    final MailStore store;
    final Account account;
    final WireServer server;
    final InetSocketAddress address;

    /// A journal that is made in a moment.
    private static final StoreLimits SMALL =
            new StoreLimits(16 << 20, 10_000, 32L << 20, 100, 8 << 20, 63, 16);

    private final Semaphore ended = new Semaphore(0);
    private int connected;

    private Pop3Site(
            MailStore store, Pop3Settings settings, Optional<ServerTls> tls, InstantSource clock)
            throws IOException {
        this.store = store;
        store.directory().addDomain(new Domain("example.org"));
        this.account =
                store.directory().addAccount(Address.parse(LOGIN), PASSWORD, 0, 0).orElseThrow();
        this.server = new WireServer(WireLimits.STANDARD, tls);
        var face = new Pop3Face(settings, store, clock);
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.address =
                server.listen(
                        new Listener("pop3", any, false, Duration.ofMinutes(10)),
                        wire -> {
                            face.session(wire);
                            ended.release();
                        });
    }

    static Pop3Site open(Path directory) throws IOException {
        return open(directory, SETTINGS, Optional.empty());
    }

    /// With a time of its own; all that waits must end before it is.
    static Pop3Site open(Path directory, InstantSource clock) throws IOException {
        var store = EmbeddedStore.open(directory, SMALL, clock);
        return new Pop3Site(store, SETTINGS, Optional.empty(), clock);
    }

    static Pop3Site open(Path directory, Pop3Settings settings, Optional<ServerTls> tls)
            throws IOException {
        return open(directory, settings, tls, store -> store);
    }

    static Pop3Site open(
            Path directory,
            Pop3Settings settings,
            Optional<ServerTls> tls,
            UnaryOperator<MailStore> around)
            throws IOException {
        var clock = InstantSource.system();
        var store = EmbeddedStore.open(directory, SMALL, clock);
        return new Pop3Site(around.apply(store), settings, tls, clock);
    }

    Pop3Client connect() throws IOException {
        var client = Pop3Client.connect(address);
        connected++;
        return client;
    }

    Pop3Client signIn() throws IOException {
        var client = connect();
        assertThat(client.send("USER " + LOGIN)).startsWith("+OK");
        assertThat(client.send("PASS " + PASSWORD)).startsWith("+OK");
        return client;
    }

    Mailbox inbox() throws IOException {
        return store.open(account.id(), MailboxName.INBOX).orElseThrow();
    }

    Uid append(String message) throws IOException {
        return append(message.getBytes(StandardCharsets.UTF_8));
    }

    Uid append(byte[] message) throws IOException {
        var content = Content.of(message);
        var head = MessageParser.parse(content, MimeLimits.STANDARD);
        var date = Instant.parse("2026-01-02T03:04:05Z");
        try (var inbox = inbox()) {
            var appended = inbox.append(List.of(new NewMessage(content, head, Flags.NONE, date)));
            return ((Appending.Appended) appended).uids().getFirst();
        }
    }

    int messages() throws IOException {
        try (var inbox = inbox()) {
            return inbox.uids().length;
        }
    }

    /// Waits until every session has ended, so that the maildrop is free.
    void awaitAll() {
        while (connected > 0) {
            awaitEnd();
        }
    }

    /// Waits until one more session has ended.
    void awaitEnd() {
        connected--;
        try {
            assertThat(ended.tryAcquire(60, TimeUnit.SECONDS)).as("a session ended").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(1));
        store.close();
    }
}
