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
import java.util.List;

/// Opens sessions with peers: connection, greeting, TLS where it is offered. Safe for use by
/// several threads.
///
/// @param hostname the name that this host calls itself
record Connector(WireConnector wires, String hostname, RelayLimits limits) {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private static final EnhancedStatus NO_ANSWER = new EnhancedStatus(4, 4, 1);
    private static final EnhancedStatus BAD_CONNECTION = new EnhancedStatus(4, 4, 2);

    /// How the attempt to open a session ends.
    sealed interface Opening {
        /// Mail may be sent.
        record Open(PeerSession session) implements Opening {}

        /// This target takes no mail, for now or at all.
        record Closed(Outcome outcome) implements Opening {}
    }

    Opening open(Target target) {
        return open(target, true);
    }

    private Opening open(Target target, boolean tls) {
        ClientWire wire;
        try {
            wire = wires.connect(target.address(), limits.connect());
        } catch (IOException e) {
            return deferred(NO_ANSWER, "no connection: " + why(e), target);
        }
        var client = new SmtpClient(wire, hostname, limits.client());
        try {
            var reply = client.greet();
            if (accepted(reply) && tls && client.offers("STARTTLS")) {
                var secured = secure(client, wire, target);
                if (!secured) {
                    client.close();
                    return open(target, false);
                }
            }
            if (accepted(reply) && client.usable()) {
                return new Opening.Open(new PeerSession(target, wire, client, !tls));
            }
            client.close();
            return refused(reply, target);
        } catch (IOException e) {
            client.close();
            return deferred(BAD_CONNECTION, "no SMTP session: " + e.getMessage(), target);
        }
    }

    /// Opportunistic TLS (RFC 7435): a peer whose TLS does not work gets the mail in plain text, as
    /// if it had not offered TLS.
    ///
    /// @return false when the connection is lost by the attempt
    private boolean secure(SmtpClient client, ClientWire wire, Target target) {
        try {
            var reply = client.startTls(new ClientTls(target.host(), false));
            if (!accepted(reply)) {
                LOG.warn(
                        "event=relay-tls session={} peer={} refused=\"{}\"",
                        wire.id(),
                        target,
                        reply.text());
            }
            return client.usable() && (accepted(reply) || !wire.secure());
        } catch (IOException e) {
            LOG.warn(
                    "event=relay-tls session={} peer={} fault=\"{}\" next=plain",
                    wire.id(),
                    target,
                    e.toString());
            return false;
        }
    }

    private static boolean accepted(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private static Opening refused(Reply reply, Target target) {
        var why = Diagnosis.of(reply, target.host());
        return new Opening.Closed(
                reply.code() >= 500 ? new Outcome.Failed(why) : new Outcome.Deferred(why));
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

    private static Opening deferred(EnhancedStatus status, String why, Target target) {
        return new Opening.Closed(new Outcome.Deferred(Diagnosis.of(status, why, target.host())));
    }
}
