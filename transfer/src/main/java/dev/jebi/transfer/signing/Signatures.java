package dev.jebi.transfer.signing;

import dev.jebi.address.Domain;
import dev.jebi.arc.ArcResult;
import dev.jebi.arc.ArcSealer;
import dev.jebi.arc.ArcStatus;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimSigner;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.MessageField;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningRules;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.transfer.Sealer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The signatures on what leaves, with the keys of the store: DKIM by the domain of the author (RFC
/// 6376 §5.1), ARC by the domain that passes mail on. Safe for use by several threads.
public final class Signatures implements Sealer {
    /// What our own verification found of a chain, as it stands in an Authentication-Results field.
    private static final Pattern CHAIN = Pattern.compile("(?:^|;)\\s*arc=(none|pass|fail)\\b");

    private final DkimKeys keys;
    private final Settings settings;
    private final DkimSigner signer;
    private final ArcSealer sealer = new ArcSealer();
    private final ArcVerifier verifier;
    private final InstantSource clock;

    /// What is done with the keys.
    ///
    /// @param hostname what this host calls itself in Authentication-Results fields
    /// @param sign whether mail of our authors is signed
    /// @param seal whether mail that is passed on is sealed
    public record Settings(String hostname, boolean sign, boolean seal, SigningRules rules) {}

    /// Signatures with these keys.
    ///
    /// @param source where the keys of hops before us come from
    public Signatures(DkimKeys keys, KeySource source, Settings settings, InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.signer = new DkimSigner(settings.rules());
        this.verifier = new ArcVerifier(source, DkimLimits.STANDARD);
        this.clock = clock;
    }

    @Override
    public String signatures(Content content) throws IOException {
        if (!settings.sign()) {
            return "";
        }
        var message = SignedMessage.of(content, DkimLimits.STANDARD.headerOctets());
        var author = author(message);
        if (author.isEmpty()) {
            return "";
        }
        var signing = keys.signing(author.get()).stream().map(DkimKey::signing).toList();
        return signing.isEmpty() ? "" : signer.sign(message, signing, clock.instant());
    }

    /// The three fields of an ARC set (RFC 8617 §5.1). None when the domain has no key or the chain
    /// has ended.
    @Override
    public String above(Content content, Domain by) throws IOException {
        var key = settings.seal() ? sealing(by) : Optional.<DkimKey>empty();
        if (key.isEmpty()) {
            return "";
        }
        var message = SignedMessage.of(content, DkimLimits.STANDARD.headerOctets());
        if (!message.complete()) {
            return "";
        }
        String results = ArcSealer.results(message, settings.hostname());
        return sealer.seal(
                message, results, chain(message, results), key.get().signing(), clock.instant());
    }

    /// The chain as it came: what was found at reception counts, for the message may have been
    /// changed since (by a list, for example). What failed is looked at again: it may have failed
    /// because the DNS did not answer, and that is not to be told for ever.
    private ArcResult chain(SignedMessage message, String results) throws IOException {
        var found = CHAIN.matcher(plain(results));
        return found.find() && !found.group(1).equals("fail")
                ? new ArcResult(
                        found.group(1).equals("pass") ? ArcStatus.PASS : ArcStatus.NONE,
                        "",
                        false,
                        List.of(),
                        0)
                : verifier.verify(message);
    }

    /// Results without quoted strings and comments: what stands in them is other people's.
    private static String plain(String results) {
        var plain = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < results.length(); i++) {
            char c = results.charAt(i);
            if (c == '\\' && (quoted || depth > 0)) {
                i++;
            } else if (c == '"' && depth == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (!quoted && depth == 0) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /// RSA where there is one: every validator of chains knows it.
    private Optional<DkimKey> sealing(Domain domain) throws IOException {
        var active = keys.signing(domain);
        return active.stream()
                .filter(k -> k.algorithm() == Algorithm.RSA_SHA256)
                .findFirst()
                .or(() -> active.stream().findFirst());
    }

    /// The domain of the first author.
    private static Optional<Domain> author(SignedMessage message) throws IOException {
        var from = message.fields("from");
        if (from.size() != 1) {
            return Optional.empty(); // nobody can say whose it is
        }
        MessageField field = from.getFirst();
        byte[] octets = Arrays.copyOfRange(field.section(), field.start(), field.end());
        var head = MessageParser.parse(Content.of(octets), MimeLimits.STANDARD);
        return head.envelope().from().stream()
                .flatMap(a -> a.host().stream())
                .findFirst()
                .flatMap(Signatures::domain);
    }

    private static Optional<Domain> domain(String raw) {
        try { // an ENVELOPE holds raw octets, one char each
            byte[] octets = raw.getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(Domain.parse(new String(octets, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // nobody's domain
        }
    }
}
