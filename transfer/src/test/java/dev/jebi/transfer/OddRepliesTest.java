package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.smtp.SmtpClientLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Replies that are no replies, or too much of one, at each step: the message waits, nothing is
/// held for the peer, and the next one goes its way.
@Timeout(600)
final class OddRepliesTest {
    private static final WireConnector WIRES = new WireConnector();

    /// Longer than anything below needs, so that it is not the time that ends it.
    private static final Duration PATIENCE = Tests.PATIENCE;

    @AfterAll
    static void close() {
        WIRES.close();
    }

    private enum Odd {
        A_MEGABYTE_OF_LINES("250-and more\r\n".repeat(75_000) + "250 that was it"),
        A_MEGABYTE_IN_A_LINE("250 " + "x".repeat(1 << 20)),
        CODES_THAT_DIFFER("250-one\r\n450 other"),
        NO_CODE("hello, who is there?"),
        A_CODE_OF_FOUR_DIGITS("2500 ok"),
        A_CODE_OUT_OF_RANGE("999 ok"),
        AN_EMPTY_LINE(""),
        OCTETS("\u0000\u00ff\u0016\u0003\u0001"),
        HTTP("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n");

        private final String reply;

        Odd(String reply) {
            this.reply = reply;
        }
    }

    private static Relay relay(FakeMta mta) {
        var limits = Tests.limits(25, SmtpClientLimits.STANDARD.within(PATIENCE));
        var routes = Routes.of(Map.of("*", mta.address()));
        return new Relay(new FakeDns(), routes, WIRES, "us.test", List::of, limits);
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void oddRepliesDeferSoon(Odd odd) throws IOException {
        for (String step : List.of("GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".")) {
            try (var mta = new FakeMta()) {
                mta.answering(step, odd.reply, odd.reply);
                long begun = System.nanoTime();
                try (var relay = relay(mta)) {
                    assertThat(Tests.once(relay)).as(step).startsWith("4.");
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as(step)
                        .isLessThan(PATIENCE.dividedBy(2));
                try (var relay = relay(mta)) {
                    while (!Tests.once(relay).equals("delivered")) { // what is left of the two
                        assertThat(mta.connections()).as(step).isLessThan(6);
                    }
                }
                assertThat(mta.received()).as(step).hasSize(1);
            }
        }
    }

    /// RFC 5321 §4.1.1.5: once it has said 250 the message is its own, whatever it does next.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoSaysYesAndClosesHasTheMessage(int messages) throws IOException {
        try (var mta = new FakeMta();
                var relay = relay(mta)) {
            for (int i = 0; i < messages; i++) {
                mta.answering(".", "LAST 250 2.0.0 taken");
                assertThat(Tests.once(relay)).isEqualTo("delivered");
            }
            assertThat(mta.connections()).isEqualTo(messages);
            assertThat(mta.commands().stream().filter("DATA"::equals)).hasSize(messages);
        }
    }

    /// RFC 5321 §3.8: 421 may come in place of any reply.
    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void aFarewellInTheMiddleDefersAndEndsTheConnection(String step) throws IOException {
        for (String manner : List.of("421 4.3.2 closing", "LAST 421 4.3.2 closing")) {
            for (String[] extensions : new String[][] {{}, {"PIPELINING"}}) {
                try (var mta = new FakeMta().offering(extensions);
                        var relay = relay(mta)) {
                    mta.answering(step, manner, manner);
                    assertThat(Tests.once(relay)).as("%s %s", step, manner).startsWith("4.");
                    var ignored = Tests.once(relay);
                    assertThat(ignored).isIn("4.3.2", "4.4.2", "delivered");
                    assertThat(Tests.once(relay)).as("%s %s", step, manner).isEqualTo("delivered");
                    assertThat(mta.received()).hasSizeBetween(1, 2);
                }
            }
        }
    }

    @Test
    void aReplyThatIsLongAndRightIsTaken() throws IOException {
        try (var mta = new FakeMta();
                var relay = relay(mta)) {
            mta.answering(".", "250-2.0.0 line\r\n".repeat(90) + "250 2.0.0 taken");
            assertThat(Tests.once(relay)).isEqualTo("delivered");
        }
    }
}
