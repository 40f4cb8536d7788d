package dev.jebi.transfer;

import dev.jebi.reporting.TlsResultType;
import dev.jebi.smtp.SmtpClient;
import dev.jebi.transfer.tls.HopPolicy.Applied;
import dev.jebi.transfer.tls.TlsNote;
import dev.jebi.transfer.tls.TlsNote.Failure;
import dev.jebi.transfer.tls.TlsPolicies;
import dev.jebi.transfer.tls.TlsPolicy;
import dev.jebi.trust.NotProven;
import dev.jebi.wire.ClientTls;
import dev.jebi.wire.ClientWire;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/// Begins TLS with one host as its policy, and what we demand ourselves, want it; and tells what
/// became of it.
///
/// @param applied whose policy hears of it
record Securing(Connector connector, Target target, Optional<Applied> applied) {
    private static final Logger LOG = LoggerFactory.getLogger(Securing.class);

    /// Causes of causes that are looked at.
    private static final int DEPTH = 8;

    /// What became of TLS.
    sealed interface Ending {
        /// The session goes on, with or without it.
        record GoOn() implements Ending {}

        /// The connection is lost; a new one may go without a proof.
        record Again() implements Ending {}

        /// The connection is lost; a new one may go without TLS.
        record Plain() implements Ending {}

        /// It was demanded, and there is none.
        record Refused(String why) implements Ending {}
    }

    /// How TLS is begun.
    ClientTls tls() {
        boolean verified = target.manner().tls() == TlsDemand.VERIFIED;
        return connector
                .policies()
                .map(policies -> policies.tls(target.policy(), target.host(), verified))
                .orElseGet(() -> new ClientTls(target.host(), verified));
    }

    /// Whether there is no mail without TLS.
    private boolean must() {
        return target.manner().tls().compareTo(TlsDemand.MUST) >= 0
                || switch (target.policy()) {
                    case TlsPolicy.Opportunistic _ -> false;
                    case TlsPolicy.Encrypted _, TlsPolicy.Dane _, TlsPolicy.Refused _ -> true;
                    case TlsPolicy.Verified(_, boolean enforced) -> enforced;
                };
    }

    private boolean trial() {
        return target.policy() instanceof TlsPolicy.Verified(_, boolean enforced) && !enforced;
    }

    /// Opportunistic TLS (RFC 7435): a peer whose TLS does not work gets the mail in plain text, as
    /// if it had not offered TLS; unless TLS is demanded.
    Ending begin(SmtpClient client, ClientWire wire) {
        String ours = wire.peer().local().getAddress().getHostAddress();
        if (!client.offers("STARTTLS")) {
            var why = "TLS is not offered" + demanded();
            note(ours, Optional.of(new Failure(TlsResultType.STARTTLS_NOT_SUPPORTED, why)));
            return must() ? new Ending.Refused(why) : new Ending.GoOn();
        }
        try {
            var reply = client.startTls(tls());
            if (reply.code() / 100 == 2 && wire.secure() && client.usable()) {
                note(ours, Optional.empty());
                return new Ending.GoOn();
            }
            log(wire, reply.text());
            var why = "TLS was refused" + demanded() + ": " + reply.text();
            note(ours, Optional.of(new Failure(TlsResultType.VALIDATION_FAILURE, why)));
            if (must()) {
                return new Ending.Refused(why);
            }
            return client.usable() && !wire.secure() ? new Ending.GoOn() : new Ending.Plain();
        } catch (IOException e) {
            log(wire, e.toString());
            var failure = failure(e);
            note(ours, Optional.of(failure));
            if (must()) {
                return new Ending.Refused("TLS failed" + demanded() + ": " + failure.why());
            }
            return trial() ? new Ending.Again() : new Ending.Plain();
        }
    }

    private void log(ClientWire wire, String fault) {
        LOG.warn(
                "event=relay-tls session={} peer={} policy={} fault=\"{}\" next={}",
                wire.id(),
                target,
                target.policy().word(),
                fault,
                must() ? "later" : trial() ? "unverified" : "plain");
    }

    /// Who demands it, for people.
    private String demanded() {
        return switch (target.policy()) {
            case TlsPolicy.Dane _, TlsPolicy.Encrypted _ -> " (DANE demands it)";
            case TlsPolicy.Verified(_, boolean enforced) ->
                    enforced ? " (a proven certificate is demanded)" : "";
            case TlsPolicy.Opportunistic _, TlsPolicy.Refused _ -> "";
        };
    }

    private static Failure failure(IOException fault) {
        @Nullable Throwable cause = fault;
        for (int i = 0; i < DEPTH && cause != null; i++) {
            if (cause instanceof NotProven not) {
                return new Failure(type(not.reason()), String.valueOf(not.getMessage()));
            }
            cause = cause.getCause();
        }
        return new Failure(TlsResultType.VALIDATION_FAILURE, String.valueOf(fault.getMessage()));
    }

    private static TlsResultType type(NotProven.Reason reason) {
        return switch (reason) {
            case NAME -> TlsResultType.CERTIFICATE_HOST_MISMATCH;
            case EXPIRED -> TlsResultType.CERTIFICATE_EXPIRED;
            case UNTRUSTED -> TlsResultType.CERTIFICATE_NOT_TRUSTED;
            case TLSA -> TlsResultType.VALIDATION_FAILURE;
        };
    }

    /// Tells what became of TLS, where somebody's policy is concerned (RFC 8460 §4.2).
    ///
    /// @param ours our own address, if there is a connection
    void note(String ours, Optional<Failure> failure) {
        if (applied.isPresent() && connector.policies().isPresent()) {
            TlsPolicies policies = connector.policies().get();
            policies.note(
                    new TlsNote(
                            applied.get(),
                            failure,
                            target.host(),
                            target.address().getAddress().getHostAddress(),
                            ours));
        }
    }
}
