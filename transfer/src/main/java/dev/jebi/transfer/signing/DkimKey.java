package dev.jebi.transfer.signing;

import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.SigningKey;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;

/// A key of a domain.
///
/// @param domain as A-labels
/// @param since when it came into its state
/// @param published the other half, as the tag `p` of its record has it
/// @param secret empty when it is retired
public record DkimKey(
        String domain,
        String selector,
        Algorithm algorithm,
        KeyState state,
        Instant since,
        String published,
        Optional<PrivateKey> secret) {
    /// The name of its record.
    public String recordName() {
        return selector + "._domainkey." + domain;
    }

    /// Its record (RFC 6376 §3.6.1).
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + published;
    }

    DkimKey in(KeyState next, Instant now) {
        boolean gone = next == KeyState.RETIRED;
        return new DkimKey(
                domain,
                selector,
                algorithm,
                next,
                now,
                published,
                gone ? Optional.empty() : secret);
    }

    SigningKey signing() {
        return new SigningKey(domain, selector, algorithm, secret.orElseThrow());
    }

    /// Without the private half: this may stand in a log.
    @Override
    public String toString() {
        return recordName() + " " + algorithm.tag() + " " + state.word();
    }
}
