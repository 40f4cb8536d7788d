package dev.jebi.dkim;

import java.security.PrivateKey;

/// A private key and where its other half stands in the DNS.
///
/// @param domain as A-labels
public record SigningKey(String domain, String selector, Algorithm algorithm, PrivateKey key) {
    /// Without the key: this may stand in a log.
    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " " + algorithm.tag();
    }
}
