package dev.jebi.dkim;

import dev.jebi.content.Content;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The verifier of DKIM signatures (RFC 6376 §6). Keys are asked for at once; the body is read only
/// when a signature over the header section was good, and once. Safe for use by several threads.
public final class DkimVerifier {
    private final KeySource keys;
    private final DkimLimits limits;
    private final InstantSource clock;

    /// A verifier that takes keys from there.
    public DkimVerifier(KeySource keys, DkimLimits limits, InstantSource clock) {
        this.keys = keys;
        this.limits = limits;
        this.clock = clock;
    }

    /// Verifies the signatures of a message, as it came from the wire.
    ///
    /// @return how each ends, in the order of the message; empty when there is none
    public List<DkimResult> verify(Content content) throws IOException {
        return verify(SignedMessage.of(content, limits.headerOctets()));
    }

    /// Verifies the signatures of a message.
    ///
    /// @return how each ends, in the order of the message; empty when there is none
    public List<DkimResult> verify(SignedMessage message) throws IOException {
        var claims = claims(message);
        var asked =
                claims.stream()
                        .flatMap(c -> c.signature().stream())
                        .map(Signature::keyName)
                        .toList();
        var answers =
                asked.isEmpty() ? Map.<String, KeySource.Answer>of() : KeyLookup.of(asked, keys);
        var checked = new ArrayList<Claim>();
        var bodies = new ArrayList<BodyWanted>();
        for (var claim : claims) {
            var next = claim.signature().isEmpty() ? claim : claim.check(message, answers, limits);
            checked.add(next);
            next.body().ifPresent(bodies::add);
        }
        message.hash(bodies);
        var results = new ArrayList<DkimResult>();
        for (var claim : checked) {
            results.add(claim.result(message, limits));
        }
        return List.copyOf(results);
    }

    private List<Claim> claims(SignedMessage message) {
        return message.fields("dkim-signature").stream()
                .limit(limits.signatures())
                .map(field -> claim(message, field))
                .toList();
    }

    private Claim claim(SignedMessage message, MessageField field) {
        try {
            var signature = Signature.dkim(TagList.parse(field.value()));
            return timely(message, signature)
                    .map(why ->
                            new Claim(field, DkimResult.of(DkimStatus.PERMERROR, why, signature)))
                    .orElseGet(() -> new Claim(field, signature));
        } catch (MalformedTags e) {
            return new Claim(field, DkimResult.malformed(e.how()));
        }
    }

    private Optional<String> timely(SignedMessage message, Signature signature) {
        long now = clock.instant().getEpochSecond();
        if (!message.complete()) {
            return Optional.of("the header section is too large");
        }
        if (signature.expires().isPresent() && signature.expires().getAsLong() < now) {
            return Optional.of("it has expired"); // RFC 6376 §6.1.1
        }
        if (signature.signed().isPresent()
                && signature.signed().getAsLong() - limits.clockSkew().toSeconds() > now) {
            return Optional.of("it was made in the future");
        }
        return Optional.empty();
    }
}
