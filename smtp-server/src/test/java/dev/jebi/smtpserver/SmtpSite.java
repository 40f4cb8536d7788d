package dev.jebi.smtpserver;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.testkit.TestCertificate;
import dev.jebi.transfer.BounceWriter;
import dev.jebi.transfer.Reception;
import dev.jebi.transfer.ReceptionLimits;
import dev.jebi.transfer.Submission;
import dev.jebi.wire.Listener;
import dev.jebi.wire.Network;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.WireLimits;
import dev.jebi.wire.WireServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An SMTP server on loopback with a store of its own: the domain here.test, bob@here.test with the
/// password `secret`, and tiny@here.test and small@here.test with a quota of 1,000 octets.
final class SmtpSite implements AutoCloseable {
    static final SmtpLimits LIMITS =
            new SmtpLimits(1_745, 12_288, 100_000, 5, 100, 6, 3, 1_024, Duration.ofDays(30));

    final MailStore store;
    final Account bob;
    final Account tiny;
    final WireServer server;
    private final Reception reception;
    private final Submission submission;
    private final Path directory;
    private final boolean tls;
    private final UnaryOperator<SmtpSettings> change;

    private SmtpSite(Setting setting) throws IOException {
        this.directory = setting.directory;
        this.change = setting.change;
        this.tls = setting.tls;
        this.store =
                EmbeddedStore.open(
                        directory.resolve("store"), StoreLimits.STANDARD, InstantSource.system());
        var domain = Domain.parse("here.test");
        store.directory().addDomain(domain);
        this.bob = account("bob@here.test", 0);
        this.tiny = account("tiny@here.test", 1_000);
        account("small@here.test", 1_000);
        this.server = new WireServer(WireLimits.STANDARD, certificate());
        var seen = setting.between.apply(store);
        BounceWriter bounces =
                (originator, recipients, message) -> bounced.add(originator + " " + recipients);
        this.reception =
                new Reception(
                        seen, "mx.test", bounces, ReceptionLimits.STANDARD, InstantSource.system());
        this.submission =
                new Submission(
                        seen, "mx.test", bounces, ReceptionLimits.STANDARD, InstantSource.system());
    }

    /// What was bounced.
    final List<String> bounced = new ArrayList<>();

    /// What may differ.
    record Setting(
            Path directory,
            boolean tls,
            UnaryOperator<SmtpSettings> change,
            UnaryOperator<MailStore> between) {}

    static SmtpSite open(Path directory) throws IOException {
        return open(new Setting(directory, false, s -> s, s -> s));
    }

    static SmtpSite open(Setting setting) throws IOException {
        return new SmtpSite(setting);
    }

    /// Settings with a network that may relay.
    static SmtpSettings trusting(SmtpSettings settings) {
        return new SmtpSettings(
                settings.hostname(),
                settings.role(),
                settings.limits(),
                settings.plaintext(),
                settings.spool(),
                List.of(Network.parse("127.0.0.0/8")));
    }

    InetSocketAddress listen(Role role, Duration idle) throws IOException {
        var plaintext = tls ? PlaintextPolicy.NEVER : PlaintextPolicy.LOOPBACK;
        var settings =
                new SmtpSettings(
                        "mx.test", role, LIMITS, plaintext, directory.resolve("spool"), List.of());
        var face =
                new SmtpFace(
                        change.apply(settings),
                        reception,
                        submission,
                        store.directory(),
                        InstantSource.system());
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return server.listen(new Listener(role.name(), any, false, idle), face::session);
    }

    /// What stands in an account's INBOX, oldest first, without the trace fields.
    List<String> inbox(Account account) throws IOException {
        var messages = new ArrayList<String>();
        try (var inbox = store.open(account.id(), MailboxName.INBOX).orElseThrow()) {
            for (long uid : inbox.uids()) {
                var content = inbox.content(new Uid(uid)).orElseThrow();
                messages.add(new String(content.octets(), StandardCharsets.ISO_8859_1));
            }
        }
        return messages;
    }

    private Account account(String address, long octets) throws IOException {
        return store.directory()
                .addAccount(Address.parse(address), "secret", octets, 0)
                .orElseThrow();
    }

    private Optional<ServerTls> certificate() throws IOException {
        if (!tls) {
            return Optional.empty();
        }
        var made = TestCertificate.make(directory);
        return Optional.of(ServerTls.load(made.certificate(), made.key()));
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(1));
        store.close();
    }
}
