package dev.jebi.arc;

import dev.jebi.authres.AuthservId;
import dev.jebi.dkim.BodyWanted;
import dev.jebi.dkim.Form;
import dev.jebi.dkim.MessageField;
import dev.jebi.dkim.OctetBuffer;
import dev.jebi.dkim.SignatureField;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningKey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The sealer of messages that are passed on (RFC 8617 §5.1). Safe for use by several threads.
public final class ArcSealer {
    /// What the newest signature covers where it is there (RFC 8617 §4.1.2 wants the DKIM
    /// signatures among them).
    private static final List<String> SIGNED =
            List.of(
                    "From",
                    "To",
                    "Cc",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "Reply-To",
                    "Sender",
                    "In-Reply-To",
                    "References",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "List-Id",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "DKIM-Signature");

    /// Seals a message.
    ///
    /// @param results what was seen of its authentication: `authserv-id; spf=pass …`, as in an
    ///   Authentication-Results field
    /// @param chain what its chain came to here
    /// @return the three fields of the new set, to be put above the message; empty when the chain
    ///   has ended and nothing may be added
    public String seal(
            SignedMessage message, String results, ArcResult chain, SigningKey key, Instant now)
            throws IOException {
        return switch (ArcChain.of(message)) {
            case ArcChain.None _ -> seal(message, List.of(), new Add(1, "none"), results, key, now);
            case ArcChain.Whole whole -> {
                boolean over =
                        whole.newest().state().equals("fail") // RFC 8617 §5.1.2: no more sets
                                || whole.sets().size() == ArcChain.MOST;
                var add = new Add(whole.sets().size() + 1, chain.status().word());
                yield over || chain.temporary()
                        ? ""
                        : seal(message, whole.sets(), add, results, key, now);
            }
            case ArcChain.Broken(_, int newest, boolean ended) ->
                    ended || newest >= ArcChain.MOST
                            ? ""
                            : seal(
                                    message,
                                    List.of(),
                                    new Add(newest + 1, "fail"),
                                    results,
                                    key,
                                    now);
        };
    }

    /// What the Authentication-Results fields of a message that this authserv-id wrote say, put
    /// together (RFC 8617 §4.1.1); `authserv-id; none` where it wrote none. Whoever asks has
    /// removed forged ones.
    public static String results(SignedMessage message, String authservId) {
        var said = new ArrayList<String>();
        for (var field : message.fields("authentication-results")) {
            String value = field.value();
            int semicolon = value.indexOf(';');
            if (semicolon >= 0 && AuthservId.claims(value, authservId)) {
                said.add(value.substring(semicolon + 1).strip());
            }
        }
        return authservId + "; " + (said.isEmpty() ? "none" : String.join(";\r\n\t", said));
    }

    /// The set that is added.
    private record Add(int instance, String state) {}

    private static String seal(
            SignedMessage message,
            List<ArcSet> before,
            Add add,
            String results,
            SigningKey key,
            Instant now)
            throws IOException {
        String instance = Integer.toString(add.instance());
        String time = Long.toString(now.getEpochSecond());
        String aar =
                "ARC-Authentication-Results: i=" + instance + ";\r\n\t" + results.strip() + "\r\n";
        var names = names(message);
        var body = message.bodyHash(BodyWanted.whole(Form.RELAXED));
        var signature =
                new SignatureField("ARC-Message-Signature")
                        .tag("i", instance)
                        .tag("a", key.algorithm().tag())
                        .tag("c", "relaxed/relaxed")
                        .tag("d", key.domain())
                        .tag("s", key.selector())
                        .tag("t", time)
                        .names(names)
                        .tag("bh", body.base64());
        var unsigned = signature.unsigned();
        String ams =
                signature.sign(key, message.headerOctets(names, Form.RELAXED, unsigned, unsigned));
        var seal =
                new SignatureField("ARC-Seal")
                        .tag("i", instance)
                        .tag("a", key.algorithm().tag())
                        .tag("cv", add.state())
                        .tag("d", key.domain())
                        .tag("s", key.selector())
                        .tag("t", time);
        var octets = new OctetBuffer();
        // RFC 8617 §5.1.2: a failed chain is not sealed, only the set that says so
        for (var set : add.state().equals("fail") ? List.<ArcSet>of() : before) {
            set.results().canonical(Form.RELAXED, true, octets);
            set.message().canonical(Form.RELAXED, true, octets);
            set.seal().canonical(Form.RELAXED, true, octets);
        }
        field(aar).canonical(Form.RELAXED, true, octets);
        field(ams).canonical(Form.RELAXED, true, octets);
        seal.unsigned().canonical(Form.RELAXED, false, octets);
        return seal.sign(key, octets.toArray()) + ams + aar;
    }

    private static MessageField field(String text) {
        return MessageField.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(SignedMessage message) {
        var names = new ArrayList<String>();
        for (String name : SIGNED) {
            for (int i = message.fields(name.toLowerCase(Locale.ROOT)).size(); i > 0; i--) {
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            names.add("From"); // the list may not be empty; that there is none is signed then
        }
        return List.copyOf(names);
    }
}
