package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Account;
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
import java.util.Optional;

/// LOGIN and AUTHENTICATE (RFC 9051 §6.2.2, §6.2.3). For one thread.
final class LoginCommands {
    private static final Logger log = LoggerFactory.getLogger(LoginCommands.class);

    private final ImapFace face;
    private final Wire wire;
    private final CommandReader reader;
    private final Responder out;
    private final SaslTerms terms;
    private int failures;

    LoginCommands(ImapFace face, Wire wire, CommandReader reader, Responder out) {
        this.face = face;
        this.wire = wire;
        this.reader = reader;
        this.out = out;
        this.terms = new SaslTerms(face.store().directory(), wire, face.settings().tokens());
    }

    /// Whether so many attempts have failed that the session should end.
    boolean exhausted() {
        return failures >= face.limits().failedLogins();
    }

    Account login(ImapCommand.Login login) {
        requirePrivacy();
        var response = ("\0" + login.login() + "\0" + login.password());
        if (login.login().indexOf('\0') >= 0 || login.password().indexOf('\0') >= 0) {
            throw failed("LOGIN", "malformed");
        }
        var exchange = SaslExchange.begin(SaslMechanism.PLAIN, terms);
        return switch (exchange.respond(response.getBytes(StandardCharsets.UTF_8))) {
            case SaslStep.Authenticated(var name, _) -> account(name, "LOGIN");
            case SaslStep.Challenge _ -> throw failed("LOGIN", "empty");
            case SaslStep.Denied(var why) -> throw denied(why);
            case SaslStep.Rejected(_, var why) -> throw failed("LOGIN", why);
        };
    }

    Account authenticate(ImapCommand.Authenticate command) throws IOException {
        var mechanism =
                SaslMechanism.of(command.mechanism())
                        .orElseThrow(() -> ImapRefusal.no("no such mechanism"));
        if (!terms.possible(mechanism)) {
            throw ImapRefusal.no("no such mechanism");
        }
        if (mechanism.plaintext()) {
            requirePrivacy();
        }
        var exchange = SaslExchange.begin(mechanism, terms);
        var step = exchange.begin(initial(command));
        while (true) {
            switch (step) {
                case SaslStep.Challenge(var octets) -> step = exchange.respond(ask(octets));
                case SaslStep.Authenticated(var login, var last) -> {
                    if (last.length > 0 && ask(last).length > 0) {
                        throw failed(mechanism.word(), "text after the last response");
                    }
                    return account(login, mechanism.word());
                }
                case SaslStep.Denied(var why) -> throw denied(why);
                case SaslStep.Rejected(boolean malformed, var why) -> {
                    if (malformed) {
                        throw ImapRefusal.bad(why);
                    }
                    throw failed(mechanism.word(), why);
                }
            }
        }
    }

    private static Optional<byte[]> initial(ImapCommand.Authenticate command) {
        if (command.initial().isEmpty()) {
            return Optional.empty();
        }
        byte[] word = command.initial().get().getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(
                SaslBase64.decodeInitial(word)
                        .orElseThrow(() -> ImapRefusal.bad("the response is not base64")));
    }

    private byte[] ask(byte[] challenge) throws IOException {
        out.send(new ImapResponse.Continuation(SaslBase64.encode(challenge)));
        byte[] line = reader.answer();
        if (line.length == 1 && line[0] == '*') { // RFC 9051 §6.2.2
            throw ImapRefusal.bad("AUTHENTICATE cancelled");
        }
        return SaslBase64.decode(line)
                .orElseThrow(() -> ImapRefusal.bad("the response is not base64"));
    }

    private void requirePrivacy() {
        if (!Capabilities.plaintext(wire, face.settings())) {
            throw ImapRefusal.no(
                    ResponseCode.Word.PRIVACYREQUIRED, "no password without TLS: use STARTTLS");
        }
    }

    private Account account(String login, String mechanism) {
        var account =
                face.store()
                        .directory()
                        .account(login)
                        .filter(Account::active)
                        .orElseThrow(() -> failed(mechanism, "no account"));
        log.info(
                "event=login protocol=imap session={} account={} mechanism={} tls={} peer={}",
                wire.id(),
                account.address(),
                mechanism,
                wire.secure(),
                wire.peer().remote().getAddress().getHostAddress());
        return account;
    }

    /// RFC 5530 §3: it is not about the password, and the client must not forget it.
    private static ImapRefusal denied(String why) {
        return ImapRefusal.no(
                ResponseCode.Word.UNAVAILABLE, "no password is looked at now: " + why);
    }

    private ImapRefusal failed(String mechanism, String why) {
        failures++;
        log.info(
                "event=login-failed protocol=imap session={} mechanism={} peer={} why=\"{}\"",
                wire.id(),
                mechanism,
                wire.peer().remote().getAddress().getHostAddress(),
                why);
        return ImapRefusal.no(
                ResponseCode.Word.AUTHENTICATIONFAILED, "login or password is not right");
    }
}
