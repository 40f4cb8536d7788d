package dev.jebi.transfer;

import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpClient;
import dev.jebi.transfer.tls.HopPolicy;
import dev.jebi.transfer.tls.HopPolicy.Applied;
import dev.jebi.transfer.tls.TlsNote.Failure;
import dev.jebi.transfer.tls.TlsPolicies;
import dev.jebi.transfer.tls.TlsPolicy;
import dev.jebi.wire.ClientWire;
import dev.jebi.wire.WireConnector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Opens sessions with peers: connection, greeting, TLS as it is demanded, AUTH where it is wanted.
/// Safe for use by several threads.
///
/// @param hostname the name that this host calls itself
/// @param policies what the owners of hosts want of TLS, if anybody asks
record Connector(
        WireConnector wires, String hostname, RelayLimits limits, Optional<TlsPolicies> policies) {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private static final EnhancedStatus NO_ANSWER = new EnhancedStatus(4, 4, 1);
    private static final EnhancedStatus BAD_CONNECTION = new EnhancedStatus(4, 4, 2);
    private static final EnhancedStatus NO_TLS = new EnhancedStatus(4, 7, 5);

    private static final String TIMED_OUT = "timed out";

    /// For one of several addresses of a host: one family may lead nowhere.
    private static final Duration BRIEF = Duration.ofSeconds(2);

    /// RFC 8689 §4.2.1.
    private static final EnhancedStatus NEVER = new EnhancedStatus(5, 7, 30);

    private static final EnhancedStatus NO_SECRET = new EnhancedStatus(4, 7, 0);

    /// How the attempt to open a session ends.
    sealed interface Opening {
        /// Mail may be sent.
        record Open(PeerSession session) implements Opening {}

        /// This target takes no mail, for now or at all.
        ///
        /// @param absent whether nobody was there
        /// @param hasty whether it was waited for a short time only
        record Closed(Outcome outcome, boolean absent, boolean hasty) implements Opening {}
    }

    Connector under(TlsPolicies wanted) {
        return new Connector(wires, hostname, limits, Optional.of(wanted));
    }

    /// What holds for the hosts of a destination.
    TlsPolicies.Plan plan(Destination destination) {
        if (policies.isEmpty()) {
            return (_, _) -> HopPolicy.MAY;
        }
        return switch (destination) {
            case Destination.Routed(_, var wish) -> policies.get().chosen(wish);
            case Destination.ByDomain(var domain, var wish) ->
                    policies.get().exchangers(domain, wish);
        };
    }

    /// The outcome for a host to which no mail may go at all.
    Optional<Outcome> refused(Target target, Optional<Applied> applied) {
        if (!(target.policy() instanceof TlsPolicy.Refused(var type, var why, boolean forever))) {
            return Optional.empty();
        }
        new Securing(this, target, applied).note("", Optional.of(new Failure(type, why)));
        var diagnosis = Diagnosis.of(forever ? NEVER : NO_TLS, why, target.host());
        return Optional.of(
                forever ? new Outcome.Failed(diagnosis) : new Outcome.Deferred(diagnosis));
    }

    /// Opens a session.
    ///
    /// @param applied who hears what became of TLS
    /// @param brief whether a short time is enough for the connection to be there
    Opening open(Target target, Optional<Applied> applied, boolean brief) {
        boolean tls = target.manner().tls() != TlsDemand.NEVER;
        boolean shorter = brief && BRIEF.compareTo(limits.connect()) < 0;
        return open(target, applied, tls, shorter ? BRIEF : limits.connect());
    }

    private Opening open(Target target, Optional<Applied> applied, boolean tls, Duration time) {
        ClientWire wire;
        try {
            wire = wires.connect(target.address(), time, source(target));
        } catch (IOException e) {
            String why = why(e);
            boolean hasty = why.equals(TIMED_OUT) && time.compareTo(limits.connect()) < 0;
            var diagnosis = Diagnosis.of(NO_ANSWER, "no connection: " + why, target.host());
            return new Opening.Closed(new Outcome.Deferred(diagnosis), true, hasty);
        }
        var client = new SmtpClient(wire, hostname, limits.client());
        try {
            var opening = begin(target, applied, wire, client, tls);
            if (!(opening instanceof Opening.Open)) {
                client.close();
            }
            return opening;
        } catch (IOException e) {
            client.close();
            return deferred(BAD_CONNECTION, "no SMTP session: " + client.why(e), target, true);
        }
    }

    private Optional<InetAddress> source(Target target) {
        var family = target.address().getAddress().getClass();
        return target.manner()
                .source()
                .or(() -> limits.sources().stream().filter(ip -> family.isInstance(ip)).findFirst())
                .filter(family::isInstance);
    }

    private Opening begin(
            Target target,
            Optional<Applied> applied,
            ClientWire wire,
            SmtpClient client,
            boolean tls)
            throws IOException {
        var securing = new Securing(this, target, applied);
        if (tls && target.manner().tlsAtOnce()) {
            client.tlsAtOnce(securing.tls());
        }
        var reply = client.greet();
        if (!accepted(reply) || !client.usable()) {
            return refused(reply, target);
        }
        if (tls && !wire.secure()) {
            switch (securing.begin(client, wire)) {
                case Securing.Ending.GoOn _ -> {}
                case Securing.Ending.Again _ -> { // whoever it is, as the policy is on trial
                    client.close();
                    var any = target.under(new TlsPolicy.Opportunistic());
                    return open(any, Optional.empty(), true, limits.connect());
                }
                case Securing.Ending.Plain _ -> {
                    client.close();
                    return open(target, Optional.empty(), false, limits.connect());
                }
                case Securing.Ending.Refused(var why) -> {
                    return deferred(NO_TLS, why, target, false);
                }
            }
        }
        var signedIn = signIn(client, target);
        return signedIn.isPresent()
                ? signedIn.get()
                : new Opening.Open(new PeerSession(target, wire, client, !tls));
    }

    /// @return why no mail can be sent; empty when it can
    private static Optional<Opening> signIn(SmtpClient client, Target target) throws IOException {
        var file = target.manner().secret();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Secret secret;
        try {
            secret = Secret.of(file.get());
        } catch (IOException e) {
            LOG.error("event=relay-auth peer={} fault=\"{}\"", target, e.toString());
            return Optional.of(
                    deferred(NO_SECRET, "the secret for this host cannot be read", target, false));
        }
        var reply = client.authenticate(secret.login(), secret.password());
        if (accepted(reply)) {
            return Optional.empty();
        }
        LOG.error("event=relay-auth peer={} refused=\"{}\"", target, reply.text());
        // a wrong password is the operator's to mend: the mail waits
        return Optional.of(
                deferred(NO_SECRET, "signing in failed: " + reply.text(), target, false));
    }

    private static boolean accepted(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private static Opening refused(Reply reply, Target target) {
        var why = Diagnosis.of(reply, target.host());
        return new Opening.Closed(
                reply.code() >= 500 ? new Outcome.Failed(why) : new Outcome.Deferred(why),
                false,
                false);
    }

    /// What people can read of a failed attempt; the whole is in the log.
    private static String why(IOException fault) {
        LOG.debug("event=connect fault", fault);
        var text = String.valueOf(fault.getMessage());
        for (String known : List.of("refused", TIMED_OUT, "unreachable", "reset", "No route")) {
            if (text.contains(known)) {
                return known;
            }
        }
        return text;
    }

    private static Opening deferred(
            EnhancedStatus status, String why, Target target, boolean absent) {
        return new Opening.Closed(
                new Outcome.Deferred(Diagnosis.of(status, why, target.host())), absent, false);
    }
}
