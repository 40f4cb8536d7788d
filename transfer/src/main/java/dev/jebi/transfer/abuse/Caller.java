package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.address.IpText;
import dev.jebi.address.ReversePath;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// A stranger who brings mail.
///
/// @param client where it comes from
/// @param helo what it calls itself
/// @param from where bounces would go
public record Caller(InetAddress client, String helo, ReversePath from) {
    /// What a rule looks up; empty where there is nothing to look up.
    Optional<String> subject(ListRule.Subject what) {
        return switch (what) {
            case CLIENT -> Optional.of(IpText.of(client));
            case HELO -> Optional.of(helo.toLowerCase(Locale.ROOT)).filter(Caller::domain);
            case SENDER ->
                    from.address()
                            .map(Address::domain)
                            .map(domain -> domain.name().toLowerCase(Locale.ROOT))
                            .filter(Caller::domain);
        };
    }

    private static boolean domain(String name) {
        return name.length() <= 200
                && name.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)+")
                && !name.matches("[0-9.]+");
    }
}
