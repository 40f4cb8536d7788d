package dev.jebi.transfer;

import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Trace;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.Delivery.Ready;
import dev.jebi.transfer.abuse.Caller;
import dev.jebi.transfer.abuse.Offered;
import dev.jebi.transfer.abuse.Screened;
import dev.jebi.transfer.abuse.Screening;
import dev.jebi.transfer.verification.Arrival;
import dev.jebi.transfer.verification.Verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Port 25: mail from other servers for accounts here, and from trusted networks for anybody. The
/// octets are kept as they came; trace fields stand above them. Safe for use by several threads.
public final class Reception implements Intake {
    private final Filing filing;
    private final Recipients recipients;
    private final Delivery delivery;
    private final TraceFields trace;
    private final ReceptionLimits limits;
    private final Optional<Gate> gate;
    private final String hostname;
    private final InstantSource clock;
    private volatile Arrivals arrivals = Arrivals.NONE;
    private volatile Optional<Screening> screening = Optional.empty();

    /// A reception into a store.
    ///
    /// @param hostname what this host calls itself in trace fields
    public Reception(
            MailStore store,
            String hostname,
            BounceWriter bounces,
            ReceptionLimits limits,
            InstantSource clock) {
        this(Filing.standard(store, hostname, clock), hostname, bounces, limits, clock);
    }

    /// A reception into the store of a filing.
    ///
    /// @param hostname what this host calls itself in trace fields and Message-IDs
    public Reception(
            Filing filing,
            String hostname,
            BounceWriter bounces,
            ReceptionLimits limits,
            InstantSource clock) {
        this(filing, hostname, bounces, limits, Optional.empty(), clock);
    }

    /// A reception that verifies mail from strangers.
    ///
    /// @param hostname what this host calls itself in trace fields and Message-IDs
    public Reception(
            Filing filing,
            String hostname,
            BounceWriter bounces,
            ReceptionLimits limits,
            Optional<Verification> verification,
            InstantSource clock) {
        this.filing = filing;
        this.hostname = hostname;
        this.gate = verification.map(v -> new Gate(v, filing.store().trace(), clock));
        this.recipients = new Recipients(filing);
        this.delivery = new Delivery(filing, bounces, limits);
        this.trace = new TraceFields(hostname);
        this.limits = limits;
        this.clock = clock;
    }

    /// Where it is written down what becomes of messages.
    public Trace trace() {
        return filing.store().trace();
    }

    /// Tells somebody of what is taken from now on.
    public void tell(Arrivals listener) {
        arrivals = listener;
    }

    /// Has strangers go through a screening from now on.
    public void screen(Screening screen) {
        screening = Optional.of(screen);
    }

    @Override
    public Optional<Reply> sender(ClientIdentity client, ReversePath from) {
        return Optional.empty();
    }

    @Override
    public RecipientVerdict recipient(
            ClientIdentity client,
            ReversePath from,
            ForwardPath to,
            OptionalLong size,
            Claims claims) {
        var verdict = recipients.decide(to, client.trusted(), size, claims);
        return verdict instanceof RecipientVerdict.Taken(var taken)
                ? refused(client, from, taken)
                        .<RecipientVerdict>map(RecipientVerdict.Refused::new)
                        .orElse(verdict)
                : verdict;
    }

    /// Strangers may be refused recipients that are there.
    private Optional<Reply> refused(ClientIdentity client, ReversePath from, Recipient taken) {
        if (screening.isEmpty() || !screened(client)) {
            return Optional.empty();
        }
        try {
            var caller = new Caller(client.address(), client.name(), from);
            return screening.get().recipient(caller, taken.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean stranger(ClientIdentity client) {
        return !client.trusted() && client.login().isEmpty();
    }

    private boolean screened(ClientIdentity client) {
        return stranger(client)
                && screening.filter(one -> one.concerns(client.address())).isPresent();
    }

    private Screened screen(ClientIdentity client, Envelope envelope, Arrived arrived) {
        if (screening.isEmpty() || !screened(client)) {
            return Screened.UNTOUCHED;
        }
        return screening
                .get()
                .inspect(
                        new Offered(
                                arrival(client, envelope, arrived),
                                envelope.recipients().stream().map(Recipient::address).toList(),
                                arrived.content(),
                                client.tls().map(tls -> tls.protocol()).orElse("")));
    }

    static Arrival arrival(ClientIdentity client, Envelope envelope, Arrived arrived) {
        return new Arrival(
                arrived.id(),
                client.address(),
                client.name(),
                envelope.reversePath(),
                arrived.content());
    }

    @Override
    public Reply accept(ClientIdentity client, Envelope envelope, Arrived arrived)
            throws IOException {
        boolean relayed = envelope.recipients().stream().anyMatch(Reception::elsewhere);
        var refusal = Strictness.check(arrived, relayed, envelope.wishes().body());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var header = HeaderSection.of(arrived.content(), limits.headerOctets());
        if (header.count("Received") > limits.hops()) { // RFC 5321 §6.3
            return Reply.of(554, "5.4.6", "Too many hops: the message is in a loop");
        }
        var passed = pass(client, envelope, arrived);
        if (passed.refusal().isPresent()) {
            return passed.refusal().get();
        }
        var screened = screen(client, envelope, arrived);
        if (screened.refusal().isPresent()) {
            return screened.refusal().get();
        }
        if (screened.discarded()) {
            return Delivery.accepted(arrived.id());
        }
        var octets = screened.edited().orElse(arrived.content());
        if (screened.edited().isPresent()) {
            header = HeaderSection.of(octets, limits.headerOctets());
        }
        var now = clock.instant();
        String returnPath = TraceFields.returnPath(envelope.reversePath());
        String above =
                passed.field()
                        + screened.field()
                        + trace.received(client, envelope, arrived.id(), now);
        var stamped =
                Content.concat(
                        Content.of(above.getBytes(StandardCharsets.UTF_8)),
                        ForgedResults.without(octets, header, hostname));
        boolean ours = relayed && client.trusted(); // what hosts of ours send through port 25
        var content =
                Content.concat(
                        Content.of(returnPath.getBytes(StandardCharsets.UTF_8)),
                        ours ? filing.sealer().signed(stamped) : stamped);
        var ready =
                new Ready(
                        content,
                        returnPath.getBytes(StandardCharsets.UTF_8).length,
                        MessageParser.parse(content, MimeLimits.STANDARD),
                        now,
                        arrived.eightBit(),
                        International.needed(envelope, header),
                        new Suspicion(
                                domain -> screened.junk() || passed.junk().test(domain),
                                stranger(client),
                                passed.author()));
        var asked = TlsRequired.in(envelope, header, octets);
        var reply = delivery.deliver(client, asked, arrived, ready);
        if (reply.positive()) {
            arrivals.arrived(envelope, octets);
        }
        return reply;
    }

    /// Strangers are verified; who may relay here anyway, or has signed in, is none.
    private Gate.Passed pass(ClientIdentity client, Envelope envelope, Arrived arrived)
            throws IOException {
        return gate.isPresent()
                        && stranger(client)
                        && gate.get().verification().concerns(client.address())
                ? gate.get().pass(client, envelope, arrived)
                : Gate.OPEN;
    }

    private static boolean elsewhere(Recipient recipient) {
        return switch (recipient) {
            case Recipient.Local _ -> false;
            case Recipient.Several several -> several.elsewhere();
            case Recipient.Remote _ -> true;
        };
    }
}
