package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What [Trace] promises.
abstract class TraceContract {
    private final Instant now = Instant.now(Clock.systemUTC()).minusSeconds(60);

    /// The store, empty at first.
    abstract MailStore store();

    /// The store after it was closed and opened again.
    abstract MailStore reopened() throws Exception;

    private void record(int second, String id, TraceStep step, String... facts) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put(facts[i], facts[i + 1]);
        }
        store().trace()
                .record(new TraceEvent(now.plusSeconds(second), id, step, "It was so.", map));
    }

    private List<List<TraceStep>> steps(TraceQuery query) throws Exception {
        return store().trace().find(query).stream()
                .map(message -> message.events().stream().map(TraceEvent::step).toList())
                .toList();
    }

    private void two() {
        record(
                0,
                "s1.1",
                TraceStep.RECEIVED,
                TraceEvent.MESSAGE_ID,
                "<One@a.test>",
                TraceEvent.SENDER,
                "Ann@a.test",
                TraceEvent.ACCOUNT,
                "ann@a.test",
                TraceEvent.RECIPIENT,
                "bob@b.test carl@c.test");
        record(1, "s1.1", TraceStep.QUEUED, TraceEvent.QUEUE, "Q7");
        record(2, "Q7", TraceStep.ATTEMPTED, TraceEvent.RECIPIENT, "bob@b.test", "queue", "Q7");
        record(3, "Q7", TraceStep.DELIVERED, TraceEvent.RECIPIENT, "bob@b.test", "queue", "Q7");
        record(4, "Q7", TraceStep.FAILED, TraceEvent.RECIPIENT, "carl@c.test", "queue", "Q7");
        record(
                9,
                "s2.1",
                TraceStep.RECEIVED,
                TraceEvent.MESSAGE_ID,
                "<two@a.test>",
                TraceEvent.SENDER,
                "dave@d.test",
                TraceEvent.RECIPIENT,
                "ann@a.test");
        record(9, "s2.1", TraceStep.STORED, TraceEvent.RECIPIENT, "ann@a.test");
    }

    @Test
    void aMessageIsFoundByAllThatItIsCalled() throws Exception {
        two();
        var whole =
                List.of(
                        TraceStep.RECEIVED,
                        TraceStep.QUEUED,
                        TraceStep.ATTEMPTED,
                        TraceStep.DELIVERED,
                        TraceStep.FAILED);
        for (int again = 0; again < 2; again++) {
            for (String term : List.of("s1.1", "q7", "one@a.test", "<One@a.test>", "BOB@b.test")) {
                assertThat(steps(TraceQuery.of(term))).as(term).containsExactly(whole);
            }
            var both = List.of(List.of(TraceStep.RECEIVED, TraceStep.STORED), whole);
            assertThat(steps(TraceQuery.of("ann@a.test"))).isEqualTo(both);
            assertThat(steps(TraceQuery.of("ann@a.test").since(now.plusSeconds(5))))
                    .isEqualTo(both.subList(0, 1));
            assertThat(steps(TraceQuery.of("nobody@a.test"))).isEmpty();
            assertThat(steps(TraceQuery.of(""))).isEmpty();
            reopened();
        }
    }

    @Test
    void anOwnerSeesWhatIsTheirs() throws Exception {
        two();
        assertThat(steps(TraceQuery.of("one@a.test").ownedBy("ann@a.test"))).hasSize(1);
        record(1, "s1.1", TraceStep.FILTERED, TraceEvent.ACCOUNT, "carl@c.test");
        var bobs = store().trace().find(TraceQuery.of("one@a.test").ownedBy("bob@b.test"));
        assertThat(bobs).hasSize(1);
        assertThat(bobs.getFirst().events())
                .allMatch(event -> !event.facts().toString().contains("carl"))
                .extracting(TraceEvent::step)
                .containsExactly(
                        TraceStep.RECEIVED,
                        TraceStep.QUEUED,
                        TraceStep.ATTEMPTED,
                        TraceStep.DELIVERED);
        assertThat(steps(TraceQuery.of("one@a.test").ownedBy("eve@a.test"))).isEmpty();
        // who writes another's address into an envelope does not own what comes of it
        assertThat(steps(TraceQuery.of("two@a.test").ownedBy("dave@d.test"))).isEmpty();
    }

    @Test
    void theNewestAreShownWhenThereAreMany() throws Exception {
        for (int i = 0; i < 2_500; i++) {
            record(0, "m" + i, TraceStep.RECEIVED, TraceEvent.SENDER, "busy@a.test");
            record(1, "m" + i, TraceStep.STORED);
        }
        var query =
                new TraceQuery(
                        "busy@a.test", java.util.Optional.empty(), java.util.Optional.empty(), 20);
        assertThat(steps(query))
                .hasSize(20)
                .allMatch(steps -> steps.equals(List.of(TraceStep.RECEIVED, TraceStep.STORED)));
        assertThat(steps(TraceQuery.of("m3"))).hasSize(1);
    }

    @Test
    void whatIsTooMuchIsLeftOutAndSaidSo() throws Exception {
        var long1 = "x".repeat(100_000);
        store().trace()
                .record(
                        new TraceEvent(
                                now, "big", TraceStep.RECEIVED, long1, Map.of("reply", long1)));
        var found = store().trace().find(TraceQuery.of("big")).getFirst();
        assertThat(found.events().getFirst().sentence()).hasSize(TraceEvent.MAX_CHARS);
        assertThat(found.whole()).isTrue();
        Awaitility.await()
                .until(() -> { // at once, unless they are being written down just now
                    for (int i = 0; i < 1_200; i++) { // more than may wait
                        store().trace()
                                .record(
                                        new TraceEvent(
                                                now.plusSeconds(1),
                                                "n" + i,
                                                TraceStep.RECEIVED,
                                                long1,
                                                Map.of()));
                    }
                    return !store().trace().find(TraceQuery.of("big")).getFirst().whole();
                });
    }
}
