package dev.jebi.daemon;

import dev.jebi.dns.Resolver;
import dev.jebi.guard.Allowance;
import dev.jebi.guard.Bans;
import dev.jebi.guard.Guard;
import dev.jebi.imapserver.ImapFace;
import dev.jebi.mailstore.MailStore;
import dev.jebi.pop3server.Pop3Face;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.transfer.Bounce;
import dev.jebi.transfer.Filing;
import dev.jebi.transfer.QueueRunner;
import dev.jebi.transfer.QuotaBounces;
import dev.jebi.transfer.QuotaWarner;
import dev.jebi.transfer.Reception;
import dev.jebi.transfer.ReceptionLimits;
import dev.jebi.transfer.Relay;
import dev.jebi.transfer.Routes;
import dev.jebi.transfer.Submission;
import dev.jebi.transfer.abuse.BanBook;
import dev.jebi.transfer.reports.AuthenticationWitness;
import dev.jebi.transfer.reports.ReportTask;
import dev.jebi.wire.ServerTls;
import dev.jebi.wire.Wire;
import dev.jebi.wire.WireConnector;
import dev.jebi.wire.WireServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The process: every service is made here, in order, and stopped in reverse.
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final List<String> announcements = new ArrayList<>();
    private final List<InetSocketAddress> takingMail = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Daemon() {}

    /// Starts everything; when something cannot be started, what was is stopped again.
    ///
    /// @throws dev.jebi.mailstore.StoreInUse when another process has the data directory
    static Daemon start(Path data, Configuration configuration, InstantSource clock)
            throws IOException {
        var daemon = new Daemon();
        try {
            daemon.wire(data, configuration, clock);
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /// What everything else stands on.
    private record Ground(
            Path data,
            Configuration configuration,
            MailStore store,
            Parts parts,
            Filing filing,
            InstantSource clock) {
        String hostname() {
            return configuration.hostname().name();
        }
    }

    /// How mail comes in and goes out.
    private record Mail(
            Reception reception,
            Submission submission,
            QuotaBounces bounces,
            QueueRunner runner,
            OutboundParts outbound) {}

    private void wire(Path data, Configuration configuration, InstantSource clock)
            throws IOException {
        var opened = OpenedStore.in(data, configuration, clock, this::fail);
        MailStore store = opened.store();
        stops.push(store::close);
        var parts = new Parts(configuration, data);
        ServerTls tls = parts.tls(clock);
        var reload = new CertificateWatch(tls, parts.tlsFiles(clock));
        stops.push(reload::close);

        var resolver = parts.resolver();
        var dkim = parts.dkim(store, clock);
        var dkimWatch =
                new DkimWatch(dkim.keys(), dkim.rotation(), configuration.dkim().renewAfter());
        stops.push(dkimWatch::close);
        var signatures = parts.signatures(dkim.keys(), resolver, clock);
        String hostname = configuration.hostname().name();
        var screens = ScreenParts.of(configuration, store, clock);
        stops.push(screens::close);
        var filing =
                Filing.of(store, hostname, configuration.addresses(), signatures, clock)
                        .with(screens.taste());
        var ground = new Ground(data, configuration, store, parts, filing, clock);
        var mail =
                mail(
                        ground,
                        resolver,
                        OutboundParts.of(configuration, store, resolver, signatures, clock));

        var bans = new Bans(new BanBook(store.register()), clock);
        if (!configuration.cluster().isEmpty()) {
            var watch = new BanWatch(bans);
            stops.push(watch::close);
        }
        mail.reception().screen(screens.screening(configuration, resolver, store, clock));
        var sending = configuration.guarding().sending();
        mail.submission().limit(new Allowance(sending, "recipients", clock));
        var imap = faces(ground, mail, resolver, new Gatekeeping(tls, bans));
        var drop = parts.maildrop(mail.reception(), mail.bounces(), store, clock);
        stops.push(() -> close(drop));
        mail.runner().start();
        var warm = imap.warm();
        stops.push(warm::close);
        var desk = mail.outbound().desk(parts, clock);
        var administrator = new Administrator(store, data, dkim, desk, clock, filing);
        control(ground, administrator, bans, mail.runner());
        greet(data, opened);
    }

    private Mail mail(Ground on, Resolver resolver, OutboundParts outbound) throws IOException {
        var clock = on.clock();
        var parts = on.parts();
        var bounce = new Bounce(on.filing(), on.hostname(), clock);
        var bounces = new QuotaBounces(on.store(), bounce);
        var limits = ReceptionLimits.STANDARD;
        var witness = new AuthenticationWitness(outbound.reports().dmarc());
        var reception =
                new Reception(
                        on.filing(),
                        on.hostname(),
                        bounces,
                        limits,
                        parts.verification(on.store(), resolver, witness, clock),
                        clock);
        var submission = new Submission(on.filing(), on.hostname(), bounces, limits, clock);
        var warner = new QuotaWarner(on.store(), on.hostname(), clock);
        stops.push(warner::close);
        var connector = new WireConnector();
        stops.push(connector::close);
        reception.tell(outbound.reports());
        var reporting = new ReportTask(outbound.reports(), outbound.cache(), new Random(), clock);
        stops.push(reporting::close);
        var relay =
                new Relay(
                                resolver,
                                Routes.to(on.configuration().routes()),
                                connector,
                                on.hostname(),
                                () -> takingMail,
                                parts.relayLimits())
                        .under(outbound.policies());
        stops.push(relay::close);
        var store = on.store();
        var runner =
                new QueueRunner(
                        store.queue(), relay, bounce, parts.relayLimits(), store.trace(), clock);
        stops.push(() -> runner.close(on.configuration().drain()));
        return new Mail(reception, submission, bounces, runner, outbound);
    }

    /// What decides about connections before they are sessions.
    private record Gatekeeping(ServerTls tls, Bans bans) {}

    private ImapFace faces(Ground on, Mail mail, Resolver resolver, Gatekeeping gate)
            throws IOException {
        var clock = on.clock();
        var store = on.store();
        var parts = on.parts();
        var reception = mail.reception();
        var submission = mail.submission();
        var tokens = on.configuration().tokens().map(t -> t.verifier(resolver, clock));
        var port25 = parts.face(Role.RECEPTION, reception, submission, store, tokens, clock);
        var submissions = parts.face(Role.SUBMISSION, reception, submission, store, tokens, clock);
        var lmtp = parts.face(Role.LMTP, reception, submission, store, tokens, clock);
        var pop3 = new Pop3Face(parts.pop3(tokens), store, clock);
        var groups = new BookGroups(on.filing().addresses().book());
        var imap = new ImapFace(parts.imap(tokens), store, clock, groups);
        var sieve = parts.sieve(on.filing(), tokens);

        var guarding = on.configuration().guarding();
        var guard = new Guard(guarding.limits(), guarding::trusts, gate.bans(), clock);
        var server = new WireServer(parts.wireLimits(), Optional.of(gate.tls()), guard::visit);
        stops.push(() -> server.close(on.configuration().drain()));
        for (Binding binding : on.configuration().bindings()) {
            Consumer<Wire> session =
                    switch (binding.protocol()) {
                        case RECEPTION -> port25::session;
                        case SUBMISSION -> submissions::session;
                        case LMTP -> lmtp::session;
                        case POP3 -> pop3::session;
                        case IMAP -> imap::session;
                        case MANAGESIEVE -> sieve::session;
                    };
            listen(server, binding, new Door(binding.protocol(), on.hostname(), session));
        }
        return imap;
    }

    private void control(Ground on, Administrator administrator, Bans bans, QueueRunner runner)
            throws IOException {
        var control =
                ControlSocket.open(
                        on.data(),
                        (request, progress) -> {
                            if (request instanceof AdminRequest.Bans wanted) {
                                return Administrator.checked(() -> new BanWork(bans).run(wanted));
                            }
                            var outcome = administrator.run(request, progress);
                            if (request instanceof AdminRequest.Queue) {
                                runner.retry(); // what was not there may be by now
                            }
                            return outcome;
                        });
        stops.push(control::close);
    }

    private static void close(java.io.Closeable service) {
        try {
            service.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A failed sync is not survived: what the disk has is not known any more, and nothing may be
    /// acknowledged after it.
    private void fail(IOException cause) {
        LOG.error("event=store-failed cause=\"{}\" done=\"the process ends\"", cause.getMessage());
        failed.set(true);
        end.countDown();
    }

    private void greet(Path data, OpenedStore opened) {
        if (!opened.added().isEmpty()) {
            announcements.addFirst(
                    "jebi: first start: made "
                            + data
                            + " with a self-signed certificate and the domains "
                            + opened.added());
        }
        if (opened.store().directory().accounts().isEmpty()) {
            announcements.add(
                    "jebi: nobody has a mailbox yet; add one in another terminal: ./jebi account"
                            + " add you@localhost --data "
                            + data);
        }
    }

    private void listen(WireServer server, Binding binding, Consumer<Wire> session)
            throws IOException {
        String moved = "";
        InetSocketAddress bound;
        try {
            bound = server.listen(binding.listener(binding.address()), session);
        } catch (IOException e) {
            if (binding.fallback().isEmpty()) {
                throw cannotListen(binding, Endpoint.text(binding.address()), e);
            }
            moved = " (port " + binding.address().getPort() + " may not be opened: " + why(e) + ")";
            try {
                bound = server.listen(binding.listener(binding.fallback().get()), session);
            } catch (IOException again) {
                if (binding.dispensable()) { // beside another server here, mail matters more
                    announcements.add("jebi: " + binding.name() + " nowhere (" + why(again) + ")");
                    return;
                }
                String tried =
                        Endpoint.text(binding.address())
                                + " ("
                                + why(e)
                                + ") and not on "
                                + Endpoint.text(binding.fallback().get());
                throw cannotListen(binding, tried, again);
            }
        }
        if (binding.protocol() == Binding.Protocol.RECEPTION) {
            takingMail.add(bound);
        }
        String line = "jebi: " + binding.name() + " on " + Endpoint.text(bound) + moved;
        announcements.add(line);
        LOG.info("event=listening listener={} address={}", binding.name(), Endpoint.text(bound));
    }

    private static Failure cannotListen(Binding binding, String where, IOException cause) {
        LOG.debug("event=listen-failed listener={}", binding.name(), cause);
        return new Failure(
                ExitCode.UNAVAILABLE,
                binding.key().key()
                        + ": cannot listen on "
                        + where
                        + " ("
                        + why(cause)
                        + "); stop what listens there, or set "
                        + binding.key().key()
                        + " to another port");
    }

    private static String why(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("ermission")
                ? "permission denied"
                : message.contains("in use") ? "it is in use" : message;
    }

    /// The lines for standard output, before `jebi: ready`.
    List<String> announcements() {
        return announcements;
    }

    /// Waits until the daemon ends from inside, by a fault that it must not survive.
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    /// Whether a fault ended it.
    boolean failed() {
        return failed.get();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true) || stops.isEmpty()) {
            return;
        }
        LOG.info("event=stopping");
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.error("event=stop-failed done=\"the next service is stopped\"", e);
            }
        }
        LOG.info("event=stopped");
        end.countDown();
    }
}
