package dev.jebi.transfer;

import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpClient;
import dev.jebi.wire.ClientTls;
import dev.jebi.wire.ClientWire;
import dev.jebi.wire.WireConnector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Opens sessions with peers: connection, greeting, TLS as it is demanded, AUTH where it is wanted.
/// Safe for use by several threads.
///
/// @param hostname the name that this host calls itself
record Connector(WireConnector wires, String hostname, RelayLimits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private static final EnhancedStatus NO_ANSWER = new EnhancedStatus(4, 4, 1);
    private static final EnhancedStatus BAD_CONNECTION = new EnhancedStatus(4, 4, 2);
    private static final EnhancedStatus NO_TLS = new EnhancedStatus(4, 7, 5);
    private static final EnhancedStatus NO_SECRET = new EnhancedStatus(4, 7, 0);

    /// How the attempt to open a session ends.
    sealed interface Opening {
        /// Mail may be sent.
        record Open(PeerSession session) implements Opening {}

        /// This target takes no mail, for now or at all.
        ///
        /// @param absent whether nobody was there
        record Closed(Outcome outcome, boolean absent) implements Opening {}
    }

    /// What became of TLS.
    private sealed interface Securing {
        /// The session goes on, with or without it.
        record GoOn() implements Securing {}

        /// The connection is lost; a new one may go without TLS.
        record Plain() implements Securing {}

        /// It was demanded, and there is none.
        record Refused(String why) implements Securing {}
    }

    Opening open(Target target) {
        return open(target, target.manner().tls() != TlsDemand.NEVER);
    }

    private Opening open(Target target, boolean tls) {
        ClientWire wire;
        try {
            wire = wires.connect(target.address(), limits.connect(), source(target));
        } catch (IOException e) {
            return deferred(NO_ANSWER, "no connection: " + why(e), target, true);
        }
        var client = new SmtpClient(wire, hostname, limits.client());
        try {
            var opening = begin(target, wire, client, tls);
            if (!(opening instanceof Opening.Open)) {
                client.close();
            }
            return opening;
        } catch (IOException e) {
            client.close();
            return deferred(BAD_CONNECTION, "no SMTP session: " + e.getMessage(), target, true);
        }
    }

    private Optional<InetAddress> source(Target target) {
        var family = target.address().getAddress().getClass();
        return target.manner()
                .source()
                .or(() -> limits.sources().stream().filter(ip -> family.isInstance(ip)).findFirst())
                .filter(family::isInstance);
    }

    private Opening begin(Target target, ClientWire wire, SmtpClient client, boolean tls)
            throws IOException {
        if (tls && target.manner().tlsAtOnce()) {
            client.tlsAtOnce(demanded(target));
        }
        var reply = client.greet();
        if (!accepted(reply) || !client.usable()) {
            return refused(reply, target);
        }
        if (tls && !wire.secure()) {
            switch (secure(client, wire, target)) {
                case Securing.GoOn _ -> {}
                case Securing.Plain _ -> {
                    client.close();
                    return open(target, false);
                }
                case Securing.Refused(var why) -> {
                    return deferred(NO_TLS, why, target, false);
                }
            }
        }
        var signedIn = signIn(client, target);
        return signedIn.isPresent()
                ? signedIn.get()
                : new Opening.Open(new PeerSession(target, wire, client, !tls));
    }

    private static ClientTls demanded(Target target) {
        return new ClientTls(target.host(), target.manner().tls() == TlsDemand.VERIFIED);
    }

    /// Opportunistic TLS (RFC 7435): a peer whose TLS does not work gets the mail in plain text, as
    /// if it had not offered TLS; unless TLS is demanded.
    private static Securing secure(SmtpClient client, ClientWire wire, Target target) {
        boolean must = target.manner().tls().compareTo(TlsDemand.MUST) >= 0;
        if (!client.offers("STARTTLS")) {
            return must ? new Securing.Refused("TLS is not offered") : new Securing.GoOn();
        }
        try {
            var reply = client.startTls(demanded(target));
            boolean done = accepted(reply) && wire.secure() && client.usable();
            if (done) {
                return new Securing.GoOn();
            }
            LOG.warn(
                    "event=relay-tls session={} peer={} refused=\"{}\"",
                    wire.id(),
                    target,
                    reply.text());
            if (must) {
                return new Securing.Refused("TLS was refused: " + reply.text());
            }
            return client.usable() && !wire.secure() ? new Securing.GoOn() : new Securing.Plain();
        } catch (IOException e) {
            LOG.warn(
                    "event=relay-tls session={} peer={} fault=\"{}\" next={}",
                    wire.id(),
                    target,
                    e.toString(),
                    must ? "later" : "plain");
            return must
                    ? new Securing.Refused("TLS failed: " + e.getMessage())
                    : new Securing.Plain();
        }
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
                reply.code() >= 500 ? new Outcome.Failed(why) : new Outcome.Deferred(why), false);
    }

    /// What people can read of a failed attempt; the whole is in the log.
    private static String why(IOException fault) {
        LOG.debug("event=connect fault", fault);
        var text = String.valueOf(fault.getMessage());
        for (String known : List.of("refused", "timed out", "unreachable", "reset", "No route")) {
            if (text.contains(known)) {
                return known;
            }
        }
        return text;
    }

    private static Opening deferred(
            EnhancedStatus status, String why, Target target, boolean absent) {
        return new Opening.Closed(
                new Outcome.Deferred(Diagnosis.of(status, why, target.host())), absent);
    }
}
