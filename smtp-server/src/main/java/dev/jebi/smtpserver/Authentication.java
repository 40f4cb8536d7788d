package dev.jebi.smtpserver;

import dev.jebi.sasl.Credentials;
import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.SaslExchange;
import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sasl.SaslStep;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpCommand.Auth;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.LineTooLong;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The AUTH exchanges of a session (RFC 4954).
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "That is not base64");
    private static final Reply FAILED =
            Reply.of(535, "5.7.8", "Authentication failed: login or password is wrong");

    private final Wire wire;
    private final SmtpSettings settings;
    private final SaslTerms terms;
    private int failures;

    Authentication(Wire wire, SmtpSettings settings, Credentials credentials) {
        this.wire = wire;
        this.settings = settings;
        this.terms = new SaslTerms(credentials, wire, settings.tokens());
    }

    /// How an exchange ended.
    sealed interface Outcome {
        /// The client is this account.
        record SignedIn(String login) implements Outcome {}

        /// It is not.
        record Refused(Reply reply) implements Outcome {}
    }

    /// The mechanisms that may be used on this connection as it is now.
    List<SaslMechanism> offered() {
        return terms.offered(settings.plaintext().allows(wire.secure(), wire.peer().loopback()));
    }

    /// Whether the client has tried often enough.
    boolean exhausted() {
        return failures >= settings.limits().authFailures();
    }

    /// Runs one exchange.
    Outcome run(Auth auth) throws IOException {
        var mechanism = SaslMechanism.of(auth.mechanism());
        if (mechanism.isEmpty() || !terms.possible(mechanism.get())) {
            return refused(Reply.of(504, "5.5.4", "Mechanisms here: " + words()));
        }
        if (!offered().contains(mechanism.get())) { // RFC 4954 §6
            return refused(Reply.of(538, "5.7.11", "No password without TLS; send STARTTLS first"));
        }
        var initial = auth.initial().flatMap(word -> SaslBase64.decodeInitial(ascii(word)));
        if (auth.initial().isPresent() && initial.isEmpty()) {
            return refused(NOT_BASE64);
        }
        var outcome = converse(SaslExchange.begin(mechanism.get(), terms), initial);
        log(mechanism.get(), outcome);
        return outcome;
    }

    private String words() {
        return String.join(" ", offered().stream().map(SaslMechanism::word).toList());
    }

    private Outcome converse(SaslExchange exchange, Optional<byte[]> initial) throws IOException {
        var step = exchange.begin(initial);
        while (step instanceof SaslStep.Challenge(var octets)) {
            switch (answer(octets)) {
                case Answer.Refused(var reply) -> {
                    return refused(reply);
                }
                case Answer.Response(var response) -> step = exchange.respond(response);
            }
        }
        return switch (step) {
            case SaslStep.Challenge _ -> throw new IllegalStateException("a challenge is no end");
            case SaslStep.Authenticated(var login, var last) -> finish(login, last);
            case SaslStep.Denied(var why) -> // RFC 4954 §6
                    refused(Reply.of(454, "4.7.0", "No password is looked at now: " + why));
            case SaslStep.Rejected(var malformed, _) -> {
                failures++;
                yield refused(
                        malformed
                                ? Reply.of(501, "5.5.2", "That response makes no sense")
                                : FAILED);
            }
        };
    }

    /// SMTP's success has no room for the mechanism's last word: it is one more challenge, which
    /// the client answers with an empty response (RFC 4954 §4).
    private Outcome finish(String login, byte[] last) throws IOException {
        if (last.length > 0) {
            switch (answer(last)) {
                case Answer.Refused(var reply) -> {
                    return refused(reply);
                }
                case Answer.Response(var response) -> {
                    if (response.length > 0) {
                        return refused(Reply.of(501, "5.5.2", "An empty response was due"));
                    }
                }
            }
        }
        failures = 0;
        return new Outcome.SignedIn(login);
    }

    /// What the client says to a challenge.
    private sealed interface Answer {
        record Response(byte[] octets) implements Answer {}

        record Refused(Reply reply) implements Answer {}
    }

    private Answer answer(byte[] challenge) throws IOException {
        wire.write("334 " + SaslBase64.encode(challenge) + "\r\n");
        wire.flush();
        byte[] line;
        try {
            line = wire.readLine(settings.limits().authLine());
        } catch (LineTooLong _) { // RFC 4954 §4
            return new Answer.Refused(Reply.of(500, "5.5.6", "The response is too long"));
        } catch (BareLineEnd _) {
            return new Answer.Refused(Lesson.BARE_LINE_END);
        }
        if (line.length == 1 && line[0] == '*') {
            return new Answer.Refused(Reply.of(501, "5.7.0", "Authentication cancelled"));
        }
        return SaslBase64.decode(line)
                .<Answer>map(Answer.Response::new)
                .orElseGet(() -> new Answer.Refused(NOT_BASE64));
    }

    private void log(SaslMechanism mechanism, Outcome outcome) {
        switch (outcome) {
            case Outcome.SignedIn(var login) ->
                    LOG.info(
                            "event=signed-in session={} mechanism={} login={}",
                            wire.id(),
                            mechanism.word(),
                            login);
            case Outcome.Refused(var reply) ->
                    LOG.info(
                            "event=auth-refused session={} client={} mechanism={} reply=\"{}\"",
                            wire.id(),
                            wire.peer().remote().getAddress().getHostAddress(),
                            mechanism.word(),
                            reply.text());
        }
    }

    private static Outcome refused(Reply reply) {
        return new Outcome.Refused(reply);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
