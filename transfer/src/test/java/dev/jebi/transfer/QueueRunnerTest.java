package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.testkit.FakeDns;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class QueueRunnerTest {
    private static final String TEXT = "Subject: hello\r\n\r\nhello\r\n";

    /// Less than the runner waits when nothing wakes it, and than anybody waits for a peer.
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock();
    private final FakeQueue queue = new FakeQueue(clock);
    private final WireConnector wires = new WireConnector();
    private final FakeMta good = new FakeMta();
    private final FakeMta bad = new FakeMta();
    private final QueueRunner runner;

    QueueRunnerTest() throws IOException {
        var limits = Tests.limits(25, Tests.patient());
        Map<String, InetSocketAddress> routes =
                Map.of("good.test", good.address(), "bad.test", bad.address());
        var relay = new Relay(new FakeDns(), Routes.of(routes), wires, "us.test", List::of, limits);
        var bounce = new Bounce(new FakeDirectory(), "us.test", clock);
        runner = new QueueRunner(queue, relay, bounce, limits, clock);
    }

    @BeforeEach
    void start() {
        runner.start();
    }

    @AfterEach
    void stop() throws IOException {
        runner.close(Duration.ofMillis(100));
        good.close();
        bad.close();
        wires.close();
    }

    private void awaitSettled(int count) {
        await().atMost(SOON).until(() -> queue.settlements().size() >= count);
    }

    private Entry only() {
        return queue.list().getFirst();
    }

    private String report(int number) throws IOException {
        return new String(queue.reports().get(number).content().octets(), StandardCharsets.UTF_8);
    }

    @Test
    void newMailIsAttemptedAtOnce() {
        queue.add("alice@us.test", TEXT, "warm@good.test");
        awaitSettled(1);
        queue.add("alice@us.test", TEXT, "bob@good.test");
        awaitSettled(2);
        assertThat(good.received()).hasSize(2);
        assertThat(queue.list()).isEmpty();
        assertThat(queue.reports()).isEmpty();
    }

    @Test
    void recipientsOfAMessageGoTogetherInBoundedTransactions() {
        queue.add("a@us.test", TEXT, "1@good.test", "2@good.test", "3@good.test", "4@good.test");
        awaitSettled(4);
        assertThat(good.received())
                .extracting(message -> message.recipients().size())
                .containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void aDeadDestinationCostsTheOthersNothing() throws IOException {
        bad.answering("GREETING", "STALL", "STALL"); // for longer than the others are waited for
        for (int i = 0; i < 30; i++) {
            queue.add("alice@us.test", TEXT, "bob@bad.test");
        }
        for (int i = 0; i < 30; i++) {
            queue.add("alice@us.test", TEXT, "bob@good.test");
        }
        awaitSettled(30);
        assertThat(good.received()).hasSize(30);
        assertThat(good.connections()).isLessThan(20);
        bad.close();
        awaitSettled(60);
        assertThat(bad.connections()).isEqualTo(1);
        assertThat(queue.list()).hasSize(30);
    }

    @Test
    void pausesGrow() {
        bad.answering("MAIL", "450 4.2.0 a", "450 4.2.0 b", "450 4.2.0 c", "450 4.2.0 d");
        queue.add("alice@us.test", TEXT, "bob@bad.test");
        var begun = clock.instant();
        awaitSettled(1);
        assertThat(only().nextAttempt()).isEqualTo(begun.plus(Duration.ofMinutes(1)));
        assertThat(only().lastReply()).isEqualTo("127.0.0.1 said: 450 4.2.0 a");
        int settled = 1;
        for (var pause : List.of(5, 60, 60)) {
            clock.advance(Duration.between(clock.instant(), only().nextAttempt()));
            runner.wake();
            awaitSettled(++settled);
            assertThat(only().nextAttempt())
                    .isEqualTo(clock.instant().plus(Duration.ofMinutes(pause)));
        }
        clock.advance(Duration.ofHours(1));
        runner.wake();
        awaitSettled(5);
        assertThat(bad.received()).hasSize(1);
        assertThat(queue.list()).isEmpty();
    }

    @Test
    void theOriginatorHearsOfADelayOnceAndOfTheEnd() throws IOException {
        bad.answering("MAIL", "450 4.2.0 a", "450 4.2.0 b", "450 4.2.0 c", "450 4.2.0 d");
        queue.add("alice@us.test", TEXT, "bob@bad.test");
        awaitSettled(1);
        assertThat(queue.reports()).isEmpty();
        clock.advance(Duration.ofHours(4));
        runner.wake();
        awaitSettled(2);
        assertThat(queue.reports()).hasSize(1);
        assertThat(report(0)).contains("Action: delayed");
        assertThat(only().delayReported()).isTrue();
        clock.advance(Duration.ofHours(2));
        runner.wake();
        awaitSettled(3);
        assertThat(queue.reports()).hasSize(1);
        clock.advance(Duration.ofDays(5));
        runner.wake();
        awaitSettled(4);
        assertThat(queue.list()).isEmpty();
        assertThat(report(1))
                .contains("Action: failed\r\nStatus: 5.4.7\r\n")
                .contains("450 4.2.0 d");
    }

    @Test
    void aFailureIsReportedAndOfAReportNothing() throws IOException {
        bad.answering("RCPT TO:<none@", "550 5.1.1 nobody", "550 5.1.1 nobody");
        queue.add("alice@us.test", TEXT, "none@bad.test", "bob@bad.test");
        awaitSettled(2);
        assertThat(queue.reports()).hasSize(1);
        assertThat(report(0)).contains("<none@bad.test>").doesNotContain("bob@bad.test");
        queue.add("", TEXT, "none@bad.test");
        awaitSettled(3);
        assertThat(queue.reports()).hasSize(1);
        assertThat(queue.list()).isEmpty();
    }

    @Test
    void whatCannotBeSettledIsSettledLater() {
        queue.failing(2);
        queue.add("alice@us.test", TEXT, "bob@good.test");
        awaitSettled(1);
        assertThat(queue.settlements().getFirst()).isInstanceOf(Settlement.Delivered.class);
        assertThat(good.received()).hasSize(1);
    }

    @Test
    void whatWasDeferredTogetherIsTriedTogether() {
        var waiting = new FakeQueue(clock);
        waiting.add("alice@us.test", TEXT, "bob@bad.test", "carol@bad.test", "dave@bad.test");
        var policy = new RetryPolicy(RelayLimits.STANDARD, new Random(1));
        var settling = new Settling(new Bounce(new FakeDirectory(), "us.test", clock), policy);
        var later = new Outcome.Deferred(Diagnosis.of("4.2.0", "later"));
        var attempts =
                waiting.list().stream().map(entry -> new Outcome.Attempt(entry, later)).toList();
        var due =
                settling.settlements(attempts, clock.instant()).stream()
                        .map(settlement -> ((Settlement.Deferred) settlement).until())
                        .toList();
        assertThat(due).hasSize(3).containsOnly(due.getFirst());
    }

    /// No mail is under way yet: there is nothing to wait for.
    @Test
    void stoppingDoesNotWaitForAPeerThatSaysNothing() {
        bad.answering("GREETING", "STALL");
        queue.add("alice@us.test", TEXT, "bob@bad.test");
        await().atMost(SOON).until(() -> bad.connections() == 1);
        long begun = System.nanoTime();
        runner.close(Tests.PATIENCE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        assertThat(queue.settlements()).hasOnlyElementsOfType(Settlement.Deferred.class);
        assertThat(queue.list()).hasSize(1);
    }

    @Test
    void stoppingIsBounded() {
        bad.answering("RCPT", "STALL");
        queue.add("alice@us.test", TEXT, "bob@bad.test");
        await().atMost(SOON).until(() -> bad.commands().contains("RCPT TO:<bob@bad.test>"));
        long begun = System.nanoTime();
        runner.close(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        queue.add("alice@us.test", TEXT, "bob@good.test");
        assertThat(good.connections()).isZero();
    }
}
