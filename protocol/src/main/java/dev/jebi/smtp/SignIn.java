package dev.jebi.smtp;

import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.ScramInitiator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The client's side of AUTH (RFC 4954); for one thread, used once.
final class SignIn {
    /// A command line has 512 octets (RFC 5321 §4.5.3.1.4); what is longer goes on a line of its
    /// own (RFC 4954 §4).
    private static final int INITIAL_RESPONSE = 400;

    private static final int GO_ON = 334;
    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String PLAIN = "PLAIN";

    private final Dialogue dialogue;
    private final Set<String> mechanisms;

    /// @param offered the parameters of the keyword AUTH
    SignIn(Dialogue dialogue, String offered) {
        this.dialogue = dialogue;
        this.mechanisms = Set.copyOf(Arrays.asList(offered.split(" ", -1)));
    }

    Reply with(String login, String password) throws IOException {
        var wire = dialogue.wire();
        if (mechanisms.contains(SCRAM)) {
            return scram(new ScramInitiator(login, password));
        }
        if (!mechanisms.contains(PLAIN)) {
            return Reply.of(504, "5.5.4", "the peer offers neither " + SCRAM + " nor " + PLAIN);
        }
        if (!wire.secure() && !wire.peer().loopback()) {
            return Reply.of(538, "5.7.11", "no password is sent without TLS");
        }
        return begin(PLAIN, ("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Reply begin(String mechanism, byte[] octets) throws IOException {
        var response = SaslBase64.encode(octets);
        if (response.length() <= INITIAL_RESPONSE) {
            return ask("AUTH " + mechanism + " " + response);
        }
        var go = ask("AUTH " + mechanism);
        return go.code() == GO_ON ? ask(response) : go;
    }

    private Reply ask(String line) throws IOException {
        return dialogue.ask(line, dialogue.limits().mail());
    }

    private Reply scram(ScramInitiator exchange) throws IOException {
        var first = begin(SCRAM, exchange.first());
        if (first.code() != GO_ON) {
            return first;
        }
        var last = exchange.last(octets(first));
        if (last.isEmpty()) {
            return cancelled("its challenge is none of SCRAM");
        }
        var proof = ask(SaslBase64.encode(last.get()));
        if (proof.code() != GO_ON) {
            return proof.code() / 100 == 2
                    ? Reply.of(535, "5.7.8", "the peer did not prove that it knows the password")
                    : proof;
        }
        return exchange.proved(octets(proof))
                ? ask("")
                : cancelled("the peer does not know the password");
    }

    private Reply cancelled(String why) throws IOException {
        ask("*"); // RFC 4954 §4
        return Reply.of(535, "5.7.8", why);
    }

    private static byte[] octets(Reply challenge) {
        Optional<byte[]> octets =
                SaslBase64.decode(
                        String.join("", challenge.lines())
                                .strip()
                                .getBytes(StandardCharsets.ISO_8859_1));
        return octets.orElseGet(() -> new byte[0]);
    }
}
