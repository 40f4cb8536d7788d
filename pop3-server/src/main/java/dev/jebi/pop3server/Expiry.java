package dev.jebi.pop3server;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongPredicate;

/// When messages of a maildrop go by themselves, by the account's policy (RFC 2449 §6.7). For one
/// session.
///
/// @param atOnce what RETR sends goes with QUIT
/// @param today the day, counted since 1970
/// @param days how many days after it was first retrieved a message goes
/// @param ledger when that was; only where something goes so
record Expiry(boolean atOnce, long today, int days, Optional<Retrieved> ledger) {
    static Expiry of(
            Register register, AccountId account, long uidValidity, Pop3Policy policy, Instant now)
            throws IOException {
        long today = now.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
        int days = policy.expireDays().orElse(-1);
        return new Expiry(
                days == 0,
                today,
                days,
                days > 0
                        ? Optional.of(Retrieved.of(register, account, uidValidity))
                        : Optional.empty());
    }

    void retrieved(long uid) {
        ledger.ifPresent(known -> known.note(uid, today));
    }

    /// Whether a message was retrieved so long ago that it goes.
    boolean due(long uid) {
        return ledger.isPresent() && ledger.get().before(uid, today - days);
    }

    void save(LongPredicate there) throws IOException {
        if (ledger.isPresent()) {
            ledger.get().save(there);
        }
    }
}
