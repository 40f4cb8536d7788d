package dev.jebi.transfer.filing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.sieve.SieveAction.Seen;
import dev.jebi.sieve.SieveAction.Vacation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/// What scripts have to remember from one message to the next: who was answered (RFC 5230 §4.2),
/// and what `duplicate` has seen (RFC 7352 §3); for as long as they say. Safe for use by several
/// threads.
final class Memory {
    private static final String ANSWERED = "sieve-answered";
    private static final String SEEN = "sieve-seen";
    private static final byte[] YES = {1};

    private final Register register;

    Memory(Register register) {
        this.register = register;
    }

    boolean seen(AccountId account, Seen seen) throws IOException {
        return register.value(name(account, seen)).isPresent();
    }

    Put remember(AccountId account, Seen seen, Instant until) {
        return Put.of(name(account, seen), YES, until);
    }

    private static Name name(AccountId account, Seen seen) {
        return Name.of(account, SEEN, digest(seen.handle(), seen.id()));
    }

    boolean answered(AccountId account, Vacation vacation, String sender) throws IOException {
        return register.value(name(account, vacation, sender)).isPresent();
    }

    Put answer(AccountId account, Vacation vacation, String sender, Instant now) {
        // no interval at all still must not answer one message twice
        var interval = vacation.interval().isZero() ? Duration.ofSeconds(1) : vacation.interval();
        return Put.of(name(account, vacation, sender), YES, now.plus(interval));
    }

    private static Name name(AccountId account, Vacation vacation, String sender) {
        return Name.of(
                account, ANSWERED, digest(vacation.handle(), sender.toLowerCase(Locale.ROOT)));
    }

    private static String digest(String one, String other) {
        try {
            byte[] octets =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (one.length() + " " + one + other)
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
