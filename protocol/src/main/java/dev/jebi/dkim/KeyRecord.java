package dev.jebi.dkim;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A key record (RFC 6376 §3.6.1).
///
/// @param type `rsa` or `ed25519`
/// @param hashes the hash algorithms that may be used; empty for all
/// @param email whether the key may sign mail
/// @param testing the flag `y`: the domain only tries DKIM
/// @param strict the flag `s`: the identity has the very domain that signs
/// @param key empty when the key is revoked
public record KeyRecord(
        String type,
        List<String> hashes,
        boolean email,
        boolean testing,
        boolean strict,
        Optional<PublicKey> key) {
    /// Reads a record.
    ///
    /// @throws MalformedTags when it is none, or is of a kind that is not known
    public static KeyRecord parse(String text) throws MalformedTags {
        var tags = TagList.lenient(text);
        var version = tags.value("v");
        if (version.isPresent()
                && !(version.get().equals("DKIM1")
                        && tags.tags().keySet().iterator().next().equals("v"))) {
            throw new MalformedTags("the key record has an unknown version");
        }
        String type = tags.value("k").orElse("rsa").toLowerCase(Locale.ROOT);
        var flags = items(tags, "t");
        var services = items(tags, "s");
        String key =
                TagList.unspaced(
                        tags.value("p")
                                .orElseThrow(() -> new MalformedTags("the key record has no key")));
        return new KeyRecord(
                type,
                items(tags, "h"),
                services.isEmpty() || services.contains("*") || services.contains("email"),
                flags.contains("y"),
                flags.contains("s"),
                key.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PublicKeys.read(type, TagList.base64("p", key))));
    }

    /// The octets of a key as the tag `p` has them, before base64.
    public static byte[] octets(PublicKey key) {
        return key instanceof RSAPublicKey ? key.getEncoded() : PublicKeys.bareEd25519(key);
    }

    private static List<String> items(TagList tags, String name) {
        return tags.value(name)
                .map(v -> TagList.items(v).stream().map(i -> i.toLowerCase(Locale.ROOT)).toList())
                .orElse(List.of());
    }
}
