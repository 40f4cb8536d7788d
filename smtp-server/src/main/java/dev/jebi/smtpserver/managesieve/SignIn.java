package dev.jebi.smtpserver.managesieve;

import dev.jebi.sasl.Credentials;
import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.SaslExchange;
import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sasl.SaslStep;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The AUTHENTICATE exchanges of a session (RFC 5804 §2.1).
final class SignIn {
    private final Wire wire;
    private final ManageSieveSettings settings;
    private final SaslTerms terms;
    private final CommandReader reader;
    private int failures;

    SignIn(Wire wire, ManageSieveSettings settings, Credentials credentials, CommandReader reader) {
        this.wire = wire;
        this.settings = settings;
        this.terms = new SaslTerms(credentials, wire, settings.tokens());
        this.reader = reader;
    }

    /// What came of one.
    ///
    /// @param login who has signed in
    record Outcome(Optional<String> login, Answer answer) {
        static Outcome refused(Answer answer) {
            return new Outcome(Optional.empty(), answer);
        }
    }

    /// The mechanisms that may be used on this connection as it is now.
    List<SaslMechanism> offered() {
        return terms.offered(settings.plaintext().allows(wire.secure(), wire.peer().loopback()));
    }

    Outcome run(Command command) throws IOException, BadCommand {
        if (!command.strings(1) && !command.strings(2)) {
            return Outcome.refused(Answer.no("AUTHENTICATE takes a mechanism"));
        }
        var mechanism = SaslMechanism.of(command.text(0));
        if (mechanism.isEmpty() || !terms.possible(mechanism.get())) {
            return Outcome.refused(Answer.no("That mechanism is not offered"));
        }
        if (!offered().contains(mechanism.get())) { // RFC 5804 §1.3
            return Outcome.refused(
                    Answer.no("ENCRYPT-NEEDED", "No password without TLS; use STARTTLS first"));
        }
        Optional<byte[]> initial =
                command.arguments().size() == 2
                        ? SaslBase64.decodeInitial(ascii(command.text(1)))
                        : Optional.empty();
        if (command.arguments().size() == 2 && initial.isEmpty()) {
            return Outcome.refused(Answer.no("That is not base64"));
        }
        return converse(SaslExchange.begin(mechanism.get(), terms), initial);
    }

    private Outcome converse(SaslExchange exchange, Optional<byte[]> initial)
            throws IOException, BadCommand {
        var step = exchange.begin(initial);
        while (step instanceof SaslStep.Challenge(var octets)) {
            wire.write(Answer.string(SaslBase64.encode(octets)) + "\r\n");
            wire.flush();
            String response = reader.response();
            if (response.equals("*")) {
                return Outcome.refused(Answer.no("Authentication cancelled"));
            }
            var decoded = SaslBase64.decode(ascii(response));
            if (decoded.isEmpty()) {
                return Outcome.refused(Answer.no("That is not base64"));
            }
            step = exchange.respond(decoded.get());
        }
        return switch (step) {
            case SaslStep.Challenge _ -> throw new IllegalStateException("a challenge is no end");
            case SaslStep.Authenticated(var login, var last) -> {
                failures = 0;
                String code =
                        last.length == 0 ? "" : "SASL " + Answer.string(SaslBase64.encode(last));
                yield new Outcome(
                        Optional.of(login), new Answer(Answer.Word.OK, code, "Signed in"));
            }
            case SaslStep.Denied(var why) ->
                    Outcome.refused(Answer.no("TRYLATER", "Not now: " + why)); // RFC 5804 §1.3
            case SaslStep.Rejected _ -> rejected();
        };
    }

    private Outcome rejected() {
        failures++;
        return Outcome.refused(
                failures >= settings.limits().authFailures()
                        ? Answer.bye("Too many failures")
                        : Answer.no("Authentication failed: login or password is wrong"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
