package dev.jebi.transfer.abuse;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The name that verified domains of authors have with an account, by what its owner has put among
/// the junk and taken out of it. A name of which nothing was heard for long is forgotten, and of
/// more domains than that none is begun. Safe for use by several threads.
record Reputation(Register register, InstantSource clock) {
    private static final String KIND = "reputation";

    /// Domains that have a name with one account.
    static final int MOST = 2_000;

    private static final Duration KEPT = Duration.ofDays(400);

    /// So often alone is a bad name.
    private static final int BAD = 2;

    /// What an owner has done with mail of a domain.
    ///
    /// @param good how much was taken out of the junk
    /// @param bad how much was put there
    record Record(int good, int bad) {
        static final Record NONE = new Record(0, 0);

        boolean isGood() {
            return good > bad;
        }

        boolean isBad() {
            return bad >= BAD && bad > 2 * good;
        }
    }

    Record of(AccountId account, String domain) throws IOException {
        return register.value(name(account, domain)).map(Reputation::read).orElse(Record.NONE);
    }

    void count(AccountId account, String domain, boolean junk) throws IOException {
        var before = of(account, domain);
        if (before.equals(Record.NONE)
                && register.values(Optional.of(account), KIND, MOST).size() >= MOST) {
            return;
        }
        var now = new Record(before.good + (junk ? 0 : 1), before.bad + (junk ? 1 : 0));
        String text = now.good + " " + now.bad;
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        var put = Put.of(name(account, domain), octets, clock.instant().plus(KEPT));
        boolean _ = register.put(List.of(put));
    }

    private static Name name(AccountId account, String domain) {
        return Name.of(account, KIND, domain.toLowerCase(Locale.ROOT));
    }

    private static Record read(byte[] octets) {
        String text = new String(octets, StandardCharsets.US_ASCII);
        int space = text.indexOf(' ');
        return new Record(
                Integer.parseInt(text.substring(0, space)),
                Integer.parseInt(text.substring(space + 1)));
    }
}
