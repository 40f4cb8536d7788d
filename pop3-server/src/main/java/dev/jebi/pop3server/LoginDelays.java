package dev.jebi.pop3server;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// When accounts that may not sign in too often may do so again (RFC 2449 §6.5), in the register:
/// on every node, and after a restart too. Only accounts with a delay cost a write. Safe for use by
/// several threads.
final class LoginDelays {
    private static final Logger LOG = LoggerFactory.getLogger(LoginDelays.class);
    private static final String KIND = "pop3-login-delay";
    private static final String KEY = "until";

    private final Register register;
    private final InstantSource clock;

    LoginDelays(Register register, InstantSource clock) {
        this.register = register;
        this.clock = clock;
    }

    private static Name name(AccountId account) {
        return Name.of(account, KIND, KEY);
    }

    /// How long an account still has to wait; zero when it may sign in.
    Duration left(AccountId account) throws IOException {
        var until = register.value(name(account));
        if (until.isEmpty()) {
            return Duration.ZERO;
        }
        var then = Instant.ofEpochMilli(ByteBuffer.wrap(until.get()).getLong());
        var left = Duration.between(clock.instant(), then);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// An account has signed in.
    void signedIn(AccountId account, Duration delay) {
        if (delay.isZero()) {
            return;
        }
        var until = clock.instant().plus(delay);
        var octets = ByteBuffer.allocate(Long.BYTES).putLong(until.toEpochMilli()).array();
        try {
            boolean _ = register.put(List.of(Put.of(name(account), octets, until)));
        } catch (IOException e) { // who cannot be delayed the next time can read mail now
            LOG.warn("event=pop3.login-delay outcome=failed account={}", account.value(), e);
        }
    }
}
