package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A peer that does something wrong at one step (RFC 5321 §4.5.3.2): the recipient has the right
/// status soon, and the next message is sent as if nothing had been.
final class StallingPeersTest {
    private static final WireConnector WIRES = new WireConnector();

    @AfterAll
    static void close() {
        WIRES.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    GREETING, STALL, 4.4.2
                    GREETING, CLOSE, 4.4.2
                    GREETING, hello there, 4.4.2
                    GREETING, 421 4.3.2 busy, 4.3.2
                    GREETING, 554 5.3.2 no SMTP here, 5.3.2
                    EHLO, STALL, 4.4.2
                    EHLO, CLOSE, 4.4.2
                    EHLO, 250-half, 4.4.2
                    EHLO, 421 4.7.0 too many, 4.7.0
                    STARTTLS, STALL, delivered
                    STARTTLS, CLOSE, delivered
                    STARTTLS, 220 go, delivered
                    STARTTLS, 454 4.7.0 not now, delivered
                    STARTTLS, 502 5.5.1 what, delivered
                    MAIL, STALL, 4.4.2
                    MAIL, CLOSE, 4.4.2
                    MAIL, 354 what, 4.4.2
                    MAIL, 421 4.3.2 closing, 4.3.2
                    MAIL, 451 4.7.1 later, 4.7.1
                    MAIL, 550 5.7.1 not you, 5.7.1
                    RCPT, STALL, 4.4.2
                    RCPT, CLOSE, 4.4.2
                    RCPT, ???, 4.4.2
                    RCPT, 421 4.3.2 closing, 4.3.2
                    RCPT, 452 4.5.3 too many, 4.5.3
                    DATA, STALL, 4.4.2
                    DATA, CLOSE, 4.4.2
                    DATA, 250 done, 4.4.2
                    DATA, 421 4.3.2 closing, 4.3.2
                    DATA, 554 5.6.0 no, 5.6.0
                    ., STALL, 4.4.2
                    ., CLOSE, 4.4.2
                    ., 354 more, 4.4.2
                    ., 421 4.3.2 closing, 4.3.2
                    ., 452 4.3.1 no room, 4.3.1
                    ., 554 5.7.1 spam, 5.7.1
                    ., LAST 250 2.0.0 taken, delivered
                    ., LAST 451 4.3.0 later, 4.3.0
                    QUIT, STALL, delivered
                    QUIT, CLOSE, delivered
                    """)
    void aStepThatGoesWrong(String step, String reply, String status) throws IOException {
        try (var mta = new FakeMta()) {
            if (step.equals("STARTTLS")) {
                mta.offering("STARTTLS");
            }
            mta.answering(step, reply);
            var relay = relay(mta.address(), leavesUsWaiting(reply) ? step : "");
            long begun = System.nanoTime();
            assertThat(Tests.once(relay)).isEqualTo(status);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Tests.PATIENCE.dividedBy(2));
            assertThat(Tests.once(relay(mta.address(), ""))).isEqualTo("delivered");
            relay.close();
        }
    }

    /// Whether nothing comes behind it that we wait for; a handshake is not what the peer expects.
    private static boolean leavesUsWaiting(String reply) {
        return List.of("STALL", "250-half", "220 go").contains(reply);
    }

    private static Relay relay(InetSocketAddress peer, String hastyAt) {
        var limits = Tests.limits(25, Tests.hasty(hastyAt));
        return new Relay(
                new FakeDns(), Routes.of(Map.of("*", peer)), WIRES, "us.test", List::of, limits);
    }
}
