package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// How logins and local parts are compared: without regard to case.
final class Logins {
    private Logins() {}

    static String key(Address address) {
        return key(address.localPart()) + "@" + address.domain().name();
    }

    static String key(String localPart) {
        return Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /// The domain of a login that has one.
    static Optional<Domain> domain(String text) {
        try {
            return Optional.of(Domain.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // no domain, so nobody's
        }
    }
}
