package dev.jebi.dkim;

import dev.jebi.content.Content;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The signer of messages: relaxed/relaxed, one signature for each key (RFC 8463 §3 wants RSA
/// beside Ed25519). Safe for use by several threads.
public final class DkimSigner {
    private final SigningRules rules;

    /// A signer by these rules.
    public DkimSigner(SigningRules rules) {
        this.rules = rules;
    }

    /// Signs a message whose lines end in CRLF, exactly as it will be sent.
    ///
    /// @return the DKIM-Signature fields, to be put above the message; none when its header section
    ///   is too large to be signed
    public String sign(Content content, List<SigningKey> keys, Instant now) throws IOException {
        return sign(SignedMessage.of(content, DkimLimits.STANDARD.headerOctets()), keys, now);
    }

    /// Signs a message of which the header section was read.
    ///
    /// @return as above
    public String sign(SignedMessage message, List<SigningKey> keys, Instant now)
            throws IOException {
        if (!message.complete()) {
            return "";
        }
        var fields = new StringBuilder();
        for (var key : keys) {
            fields.append(sign(message, key, now));
        }
        return fields.toString();
    }

    private String sign(SignedMessage message, SigningKey key, Instant now) throws IOException {
        var body = message.bodyHash(BodyWanted.whole(Form.RELAXED));
        var names = names(message);
        var field =
                new SignatureField("DKIM-Signature")
                        .tag("v", "1")
                        .tag("a", key.algorithm().tag())
                        .tag("c", "relaxed/relaxed")
                        .tag("d", key.domain())
                        .tag("s", key.selector())
                        .tag("t", Long.toString(now.getEpochSecond()));
        rules.expiry().ifPresent(e -> field.tag("x", Long.toString(now.plus(e).getEpochSecond())));
        field.names(names).tag("bh", body.base64());
        var unsigned = field.unsigned();
        return field.sign(key, message.headerOctets(names, Form.RELAXED, unsigned, unsigned));
    }

    private List<String> names(SignedMessage message) {
        var names = new ArrayList<String>();
        for (String name : rules.sealed()) {
            for (int i = message.fields(lower(name)).size(); i >= 0; i--) {
                names.add(name);
            }
        }
        for (String name : rules.signed()) {
            for (int i = message.fields(lower(name)).size(); i > 0; i--) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
