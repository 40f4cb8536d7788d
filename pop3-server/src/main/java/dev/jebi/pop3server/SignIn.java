package dev.jebi.pop3server;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.SaslExchange;
import dev.jebi.sasl.SaslLimits;
import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sasl.SaslStep;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Who the client is: USER and PASS (RFC 1939 §7), AUTH (RFC 5034). For one session. Neither
/// passwords nor logins that were not right are ever logged: people type one for the other.
final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private final Wire wire;
    private final Replies replies;
    private final Pop3Settings settings;
    private final MailStore store;
    private final SaslTerms terms;

    SignIn(Wire wire, Replies replies, Pop3Settings settings, MailStore store) {
        this.wire = wire;
        this.replies = replies;
        this.settings = settings;
        this.store = store;
        this.terms = new SaslTerms(store.directory(), wire, settings.tokens());
    }

    /// Whether a password may be given as things are.
    boolean plaintext() {
        return settings.plaintext().allows(wire.secure(), wire.peer().loopback());
    }

    /// The mechanisms that may be used as things are.
    List<String> mechanisms() {
        return terms.offered(plaintext()).stream().map(SaslMechanism::word).toList();
    }

    /// Refuses where a password would cross the wire for all to see.
    void requirePlaintext() throws Pop3Refusal {
        if (!plaintext()) {
            throw Pop3Refusal.bad(
                    wire.canStartTls()
                            ? "No password without TLS here; send STLS first"
                            : "No password without TLS here; connect with TLS, or send AUTH"
                                    + " SCRAM-SHA-256");
        }
    }

    /// USER and PASS.
    Maildrop password(String login, String password) throws Pop3Refusal {
        requirePlaintext();
        var limits = SaslLimits.STANDARD;
        boolean right =
                login.getBytes(StandardCharsets.UTF_8).length <= limits.login()
                        && password.getBytes(StandardCharsets.UTF_8).length <= limits.password()
                        && store.directory().verify(login, password);
        var canonical = store.directory().canonical(login).filter(_ -> right);
        if (canonical.isEmpty()) {
            throw wrong("PASS");
        }
        return open(canonical.get(), "PASS");
    }

    /// AUTH.
    Maildrop authenticate(Pop3Command.Auth auth) throws IOException, Pop3Refusal {
        var mechanism = auth.mechanism();
        if (mechanism.plaintext()) {
            requirePlaintext();
        }
        if (!terms.possible(mechanism)) {
            throw Pop3Refusal.bad("No such mechanism; AUTH alone lists those there are");
        }
        var exchange = SaslExchange.begin(mechanism, terms);
        var step = exchange.begin(auth.initial());
        while (step instanceof SaslStep.Challenge(var octets)) {
            replies.challenge(SaslBase64.encode(octets));
            step = exchange.respond(response());
        }
        return switch (step) {
            case SaslStep.Authenticated(var login, var last) -> {
                confirm(last);
                yield open(login, mechanism.word());
            }
            case SaslStep.Rejected(boolean malformed, var why) -> {
                if (malformed) {
                    throw Pop3Refusal.bad(why);
                }
                throw wrong(mechanism.word());
            }
            case SaslStep.Challenge _ -> throw new IllegalStateException("challenged and done");
        };
    }

    /// Sends what the mechanism still has to say; +OK has no room for it (RFC 5034 §4).
    private void confirm(byte[] last) throws IOException, Pop3Refusal {
        if (last.length > 0) {
            replies.challenge(SaslBase64.encode(last));
            if (response().length > 0) {
                throw Pop3Refusal.bad("Nothing was asked any more; send an empty line there");
            }
        }
    }

    private byte[] response() throws IOException, Pop3Refusal {
        byte[] line = wire.readLine(settings.limits().responseOctets());
        if (line.length == 1 && line[0] == '*') { // RFC 5034 §4
            throw Pop3Refusal.plain("Authentication cancelled");
        }
        return SaslBase64.decode(line)
                .orElseThrow(() -> Pop3Refusal.bad("That response is not base64"));
    }

    private Pop3Refusal wrong(String mechanism) {
        LOG.info(
                "event=pop3.login-refused session={} peer={} mechanism={} tls={}",
                wire.id(),
                wire.peer().remote().getAddress().getHostAddress(),
                mechanism,
                wire.secure());
        return Pop3Refusal.login("The login or the password is not right");
    }

    private Maildrop open(String login, String mechanism) throws Pop3Refusal {
        Optional<Maildrop> maildrop;
        try {
            var account = store.directory().account(login).filter(Account::active);
            if (account.isEmpty()) {
                throw wrong(mechanism);
            }
            maildrop = Maildrop.open(store, account.get());
        } catch (IOException e) {
            LOG.error("event=pop3.open-failed session={} account={}", wire.id(), login, e);
            throw Pop3Refusal.temporary("Your maildrop cannot be opened now; try again later");
        }
        if (maildrop.isEmpty()) {
            LOG.info("event=pop3.in-use session={} account={}", wire.id(), login);
            throw Pop3Refusal.inUse();
        }
        LOG.info(
                "event=pop3.login session={} peer={} account={} mechanism={} tls={} messages={}",
                wire.id(),
                wire.peer().remote().getAddress().getHostAddress(),
                login,
                mechanism,
                wire.secure(),
                maildrop.get().last());
        return maildrop.get();
    }
}
