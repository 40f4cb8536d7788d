package dev.jebi.pop3server;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.SaslExchange;
import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sasl.SaslStep;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Who the client is: USER and PASS (RFC 1939 §7), AUTH (RFC 5034). For one session. Neither
/// passwords nor logins that were not right are ever logged: people type one for the other.
final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private final Wire wire;
    private final Replies replies;
    private final Pop3House house;
    private final Pop3Settings settings;
    private final MailStore store;
    private final SaslTerms terms;

    SignIn(Wire wire, Replies replies, Pop3House house) {
        this.wire = wire;
        this.replies = replies;
        this.house = house;
        this.settings = house.settings();
        this.store = house.store();
        this.terms = new SaslTerms(store.directory(), wire, settings.tokens());
    }

    /// A maildrop, and the policy by which it was opened.
    record SignedIn(Maildrop maildrop, Pop3Policy policy) {}

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
            throw Pop3Refusal.bad(wire.canStartTls() ? Text.STLS_FIRST : Text.TLS_FIRST);
        }
    }

    /// USER and PASS.
    SignedIn password(String login, String password) throws Pop3Refusal {
        requirePlaintext();
        byte[] response = ("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return switch (SaslExchange.begin(SaslMechanism.PLAIN, terms).respond(response)) {
            case SaslStep.Authenticated(var canonical, _) -> open(canonical, "PASS");
            case SaslStep.Denied(var why) -> throw denied(why);
            case SaslStep.Challenge _, SaslStep.Rejected _ -> throw wrong("PASS");
        };
    }

    /// RFC 3206 §4: it is not about the password, and the client must not forget it.
    private static Pop3Refusal denied(String why) {
        return Pop3Refusal.temporary(Text.DENIED, why);
    }

    /// AUTH.
    SignedIn authenticate(Pop3Command.Auth auth) throws IOException, Pop3Refusal {
        var mechanism = auth.mechanism();
        if (mechanism.plaintext()) {
            requirePlaintext();
        }
        if (!terms.possible(mechanism)) {
            throw Pop3Refusal.bad(Text.NO_MECHANISM);
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
            case SaslStep.Denied(var why) -> throw denied(why);
            case SaslStep.Rejected(boolean malformed, var why) -> {
                if (malformed) {
                    throw Pop3Refusal.bad(Text.MECHANISM_REFUSED, why);
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
                throw Pop3Refusal.bad(Text.NOT_ASKED);
            }
        }
    }

    private byte[] response() throws IOException, Pop3Refusal {
        byte[] line = wire.readLine(settings.limits().responseOctets());
        if (line.length == 1 && line[0] == '*') { // RFC 5034 §4
            throw Pop3Refusal.plain(Text.CANCELLED);
        }
        return SaslBase64.decode(line).orElseThrow(() -> Pop3Refusal.bad(Text.RESPONSE_NOT_BASE64));
    }

    private Pop3Refusal wrong(String mechanism) {
        LOG.info(
                "event=pop3.login-refused session={} peer={} mechanism={} tls={}",
                wire.id(),
                wire.peer().remote().getAddress().getHostAddress(),
                mechanism,
                wire.secure());
        return Pop3Refusal.login();
    }

    private SignedIn open(String login, String mechanism) throws Pop3Refusal {
        var account = store.directory().account(login).filter(Account::active);
        if (account.isEmpty()) {
            throw wrong(mechanism);
        }
        try {
            var signedIn = open(account.get());
            LOG.info(
                    "event=pop3.login session={} peer={} account={} mechanism={} tls={}"
                            + " messages={}",
                    wire.id(),
                    wire.peer().remote().getAddress().getHostAddress(),
                    login,
                    mechanism,
                    wire.secure(),
                    signedIn.maildrop().last());
            return signedIn;
        } catch (IOException e) {
            LOG.error("event=pop3.open-failed session={} account={}", wire.id(), login, e);
            throw Pop3Refusal.temporary(Text.CANNOT_OPEN);
        } catch (Pop3Refusal refusal) {
            LOG.info(
                    "event=pop3.not-opened session={} account={} cause=\"{}\"",
                    wire.id(),
                    login,
                    refusal.text(Language.ENGLISH));
            throw refusal;
        }
    }

    private SignedIn open(Account account) throws IOException, Pop3Refusal {
        var policy = house.policies().of(account.id());
        var delay = policy.loginDelay();
        var left = delay.isZero() ? Duration.ZERO : house.delays().left(account.id());
        if (left.isPositive()) {
            throw Pop3Refusal.tooSoon(delay.toSeconds(), left.plusMillis(999).toSeconds());
        }
        var maildrop = Maildrop.open(store, account, policy, house.clock().instant());
        house.delays().signedIn(account.id(), delay);
        return new SignedIn(maildrop, policy);
    }
}
