package dev.jebi.dkim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a DKIM-Signature (RFC 6376 §3.5) or an ARC-Message-Signature (RFC 8617 §4.1.2) says.
///
/// @param algorithm as it stands there, e.g. `rsa-sha256`
/// @param signature the octets of `b`
/// @param bodyHash the octets of `bh`
/// @param header the canonical form of fields
/// @param body the canonical form of the body
/// @param domain who signs, in lower case, as A-labels
/// @param names the fields that are signed
/// @param identity who it is signed for: `[local-part]@domain`
/// @param length how many octets of the body are signed; empty for all
/// @param selector in lower case, as A-labels
/// @param signed seconds since 1970
/// @param expires seconds since 1970
/// @param mark the first eight characters of `b` (RFC 6008)
@SuppressWarnings("ArrayRecordComponent")
public record Signature(
        String algorithm,
        byte[] signature,
        byte[] bodyHash,
        Form header,
        Form body,
        String domain,
        List<String> names,
        String identity,
        OptionalLong length,
        String selector,
        OptionalLong signed,
        OptionalLong expires,
        String mark) {
    /// RFC 6008 §4: at least eight characters of `b` name a signature.
    private static final int MARK = 8;

    /// Who made a signature.
    ///
    /// @param domain in lower case, as A-labels
    /// @param selector likewise
    public record Signer(String domain, String selector) {
        /// Reads the tags `d` and `s`.
        public static Signer of(TagList tags) throws MalformedTags {
            return new Signer(
                    DnsName.domain("d", tags.required("d")),
                    DnsName.labels("s", tags.required("s")));
        }
    }

    /// Reads a DKIM-Signature.
    ///
    /// @throws MalformedTags when it lacks something or contradicts itself
    static Signature dkim(TagList tags) throws MalformedTags {
        if (!tags.required("v").equals("1")) {
            throw new MalformedTags("an unknown version");
        }
        var signature = of(tags);
        if (signature.names.stream().anyMatch(String::isEmpty)) {
            throw new MalformedTags("the tag h has no list of fields");
        }
        if (signature.names.stream().noneMatch(n -> n.equalsIgnoreCase("From"))) {
            throw new MalformedTags("From is not signed"); // RFC 6376 §6.1.1
        }
        return signature;
    }

    /// Reads what a DKIM-Signature and an ARC-Message-Signature have in common. In `h` a name may
    /// be empty.
    ///
    /// @throws MalformedTags when it lacks something or contradicts itself
    public static Signature of(TagList tags) throws MalformedTags {
        String algorithm = tags.required("a");
        String b = TagList.unspaced(tags.required("b"));
        byte[] bodyHash = TagList.base64("bh", tags.required("bh"));
        var forms = forms(tags.value("c").orElse("simple/simple"));
        var signer = Signer.of(tags);
        String domain = signer.domain();
        var names =
                names(tags.value("h").orElseThrow(() -> new MalformedTags("the tag h is missing")));
        var signed = number(tags, "t");
        var expires = number(tags, "x");
        if (signed.isPresent()
                && expires.isPresent()
                && expires.getAsLong() <= signed.getAsLong()) {
            throw new MalformedTags("it expired before it was made");
        }
        var query = tags.value("q");
        if (query.isPresent()
                && TagList.items(query.get()).stream().noneMatch(q -> q.equals("dns/txt"))) {
            throw new MalformedTags("no known way to the key");
        }
        return new Signature(
                algorithm,
                TagList.base64("b", b),
                bodyHash,
                forms.getFirst(),
                forms.getLast(),
                domain,
                names,
                identity(tags, domain),
                number(tags, "l"),
                signer.selector(),
                signed,
                expires,
                b.substring(0, Math.min(MARK, b.length())));
    }

    /// Where the key stands in the DNS (RFC 6376 §3.6.2.1).
    public String keyName() {
        return selector + "._domainkey." + domain;
    }

    /// The domain of the identity.
    String identityDomain() {
        return identity.substring(identity.lastIndexOf('@') + 1);
    }

    private static List<Form> forms(String value) throws MalformedTags {
        int slash = value.indexOf('/');
        var header = Form.of(slash < 0 ? value : value.substring(0, slash));
        // RFC 6376 §3.5: with one name only, the body is simple
        var body = slash < 0 ? Optional.of(Form.SIMPLE) : Form.of(value.substring(slash + 1));
        if (header.isEmpty() || body.isEmpty()) {
            throw new MalformedTags("an unknown canonical form");
        }
        return List.of(header.get(), body.get());
    }

    private static List<String> names(String value) throws MalformedTags {
        var names = TagList.items(value);
        for (String name : names) {
            if (!name.chars().allMatch(c -> c > ' ' && c < 127 && c != ';')) {
                throw new MalformedTags("the tag h has no list of fields");
            }
        }
        return names;
    }

    private static OptionalLong number(TagList tags, String name) throws MalformedTags {
        var value = tags.value(name);
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(TagList.number(name, value.get()));
    }

    private static String identity(TagList tags, String domain) throws MalformedTags {
        var value = tags.value("i");
        if (value.isEmpty()) {
            return "@" + domain;
        }
        String text = QuotedText.decode(value.get());
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new MalformedTags("the tag i is no identity");
        }
        String under = DnsName.domain("i", text.substring(at + 1));
        if (!under.equals(domain) && !under.endsWith("." + domain)) { // RFC 6376 §6.1.1
            throw new MalformedTags("the identity is not of the domain that signs");
        }
        return text.substring(0, at) + "@" + under;
    }

    /// Whether the algorithm is this one.
    boolean algorithm(String name) {
        return algorithm.toLowerCase(Locale.ROOT).equals(name);
    }
}
