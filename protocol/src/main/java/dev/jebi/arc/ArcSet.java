package dev.jebi.arc;

import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.MalformedTags;
import dev.jebi.dkim.MessageField;
import dev.jebi.dkim.Signature;
import dev.jebi.dkim.TagList;

import java.util.LinkedHashMap;
import java.util.Map;

/// The three fields that one hop added (RFC 8617 §4.2), read.
///
/// @param results its ARC-Authentication-Results
/// @param message its ARC-Message-Signature
/// @param seal its ARC-Seal
/// @param state the tag `cv` of the seal
@SuppressWarnings("ArrayRecordComponent")
record ArcSet(
        int instance,
        MessageField results,
        MessageField message,
        MessageField seal,
        Signature signature,
        Seal sealed,
        String state) {

    /// What an ARC-Seal says (RFC 8617 §4.1.3).
    @SuppressWarnings("ArrayRecordComponent")
    record Seal(String algorithm, byte[] signature, String domain, String selector) {
        String keyName() {
            return selector + "._domainkey." + domain;
        }
    }

    static ArcSet of(int instance, MessageField results, MessageField message, MessageField seal)
            throws MalformedTags {
        var tags = TagList.parse(seal.value());
        var cv = tags.required("cv");
        if (tags.value("h").isPresent()) { // RFC 8617 §4.1.3
            throw new MalformedTags("a seal has a list of fields");
        }
        var signature = Signature.of(likeDkim(TagList.parse(message.value())));
        if (signature.names().stream().anyMatch(n -> n.equalsIgnoreCase("ARC-Seal"))) {
            throw new MalformedTags("a seal is signed"); // RFC 8617 §4.1.2
        }
        var words = Signature.Signer.of(tags);
        var timestamp = tags.value("t");
        if (timestamp.isPresent()) {
            TagList.number("t", timestamp.get());
        }
        return new ArcSet(
                instance,
                results,
                message,
                seal,
                signature,
                new Seal(
                        tags.required("a"),
                        TagList.base64("b", tags.required("b")),
                        words.domain(),
                        words.selector()),
                cv);
    }

    /// In these fields `i` is the instance, not an identity; and where `c` is missing the ARC test
    /// suite takes them for relaxed.
    private static TagList likeDkim(TagList tags) {
        Map<String, String> rest = new LinkedHashMap<>(tags.tags());
        rest.remove("i");
        rest.putIfAbsent("c", "relaxed/relaxed");
        return new TagList(rest);
    }

    ArcHop hop() {
        String value = results.value();
        String rest = value.substring(value.indexOf(';') + 1).strip();
        return new ArcHop(
                instance, sealed.domain(), sealed.selector(), rest.replaceAll("\\r?\\n", ""));
    }

    /// Whether an algorithm may be used in a chain.
    static boolean known(String algorithm) {
        return algorithm.equalsIgnoreCase(Algorithm.RSA_SHA256.tag())
                || algorithm.equalsIgnoreCase(Algorithm.ED25519_SHA256.tag());
    }
}
