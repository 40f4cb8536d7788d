package dev.jebi.pop3server;

import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What CAPA tells (RFC 2449 §5, §6). For one session.
final class CapabilityList {
    private static final Logger LOG = LoggerFactory.getLogger(CapabilityList.class);

    private final Wire wire;
    private final SignIn signIn;
    private final Pop3Policies policies;

    CapabilityList(Wire wire, SignIn signIn, Pop3Policies policies) {
        this.wire = wire;
        this.signIn = signIn;
        this.policies = policies;
    }

    /// As things are in this state.
    List<String> in(Pop3State state) {
        var capabilities = new ArrayList<String>();
        capabilities.add("TOP");
        capabilities.add("UIDL");
        capabilities.add("RESP-CODES");
        capabilities.add("AUTH-RESP-CODE"); // RFC 3206
        capabilities.add("PIPELINING");
        if (signIn.plaintext()) {
            capabilities.add("USER");
        }
        capabilities.add("SASL " + String.join(" ", signIn.mechanisms()));
        if (state instanceof Pop3State.Authorization && wire.canStartTls()) {
            capabilities.add("STLS"); // RFC 2595 §4
        }
        capabilities.add("UTF8 USER"); // RFC 6856 §2.2: in USER and PASS too
        capabilities.add("LANG");
        switch (state) {
            case Pop3State.Transaction(_, var policy) -> own(policy, capabilities);
            case Pop3State.Update(_, var policy) -> own(policy, capabilities);
            case Pop3State.Authorization _, Pop3State.Ended _ -> everybodys(capabilities);
        }
        capabilities.add("IMPLEMENTATION Jebi");
        return capabilities;
    }

    /// RFC 2449 §6.5 and §6.7: behind the sign-in, what holds for the account.
    private static void own(Pop3Policy policy, List<String> capabilities) {
        capabilities.add(expire(policy.expireDays()));
        if (!policy.loginDelay().isZero()) {
            capabilities.add(delay(policy.loginDelay()));
        }
    }

    /// RFC 2449 §6.5 and §6.7: before it, the strictest that may hold, and USER where it differs.
    private void everybodys(List<String> capabilities) {
        Pop3Range range;
        try {
            range = policies.range();
        } catch (IOException e) {
            LOG.warn("event=pop3.policies-unread session={}", wire.id(), e);
            return; // rather nothing than what is not so
        }
        capabilities.add(
                expire(range.expireDays()) + (range.expireDays().isPresent() ? " USER" : ""));
        if (!range.loginDelay().isZero()) {
            capabilities.add(delay(range.loginDelay()) + " USER");
        }
    }

    private static String expire(OptionalInt days) {
        return "EXPIRE " + (days.isPresent() ? Integer.toString(days.getAsInt()) : "NEVER");
    }

    private static String delay(Duration delay) {
        return "LOGIN-DELAY " + delay.toSeconds();
    }
}
