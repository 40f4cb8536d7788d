package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.MailQueue.Settlement;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.transfer.Outcome.Attempt;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Deadlines (RFC 2852) and times of release (RFC 4865).
final class DeadlineTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final Instant begin = clock.instant();
    private final Settling settling =
            new Settling(
                    new Bounce(new FakeDirectory(), "us.test", clock),
                    new RetryPolicy(RelayLimits.STANDARD, new Random(1)));
    private final Outcome later = new Outcome.Deferred(Diagnosis.of("4.2.0", "later"));

    private Entry entry(Optional<Instant> hold, Optional<DeliverBy> by, RecipientWishes to) {
        var wishes =
                new DeliveryWishes(
                        Body.SEVEN_BIT,
                        Optional.empty(),
                        Optional.empty(),
                        TlsWish.AS_USUAL,
                        hold,
                        by,
                        0);
        return new Entry(
                new QueueId(1),
                1,
                Address.parse("bob@b.test"),
                ReversePath.of(Address.parse("alice@us.test")),
                begin,
                5,
                begin,
                false,
                false,
                false,
                false,
                10,
                "",
                new Particulars(wishes, to, MailLane.PERSON, ""));
    }

    private Entry due(Duration in, DeliverBy.Mode mode, RecipientWishes to) {
        var by = new DeliverBy(begin.plus(in), mode, false);
        return entry(Optional.empty(), Optional.of(by), to);
    }

    private Settlement settled(Entry entry, Instant now) {
        return settling.settlements(List.of(new Attempt(entry, later)), now).getFirst();
    }

    private String reported(Entry entry, Outcome outcome, Instant now) throws IOException {
        var reports =
                settling.reports(
                        List.of(new Attempt(entry, outcome)),
                        () -> Content.of("A: b\r\n\r\nc\r\n".getBytes(StandardCharsets.US_ASCII)),
                        now);
        return reports.isEmpty()
                ? ""
                : new String(reports.getFirst().content().octets(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsToBeReturnedFailsAtItsDeadline() throws IOException {
        var entry = due(MINUTE, DeliverBy.Mode.RETURN, RecipientWishes.NONE);
        assertThat(((Settlement.Deferred) settled(entry, begin)).until())
                .isEqualTo(begin.plus(MINUTE));
        assertThat(settled(entry, begin.plus(MINUTE))).isInstanceOf(Settlement.Failed.class);
        assertThat(reported(entry, later, begin.plus(MINUTE)))
                .contains("Action: failed\r\nStatus: 5.4.7\r\n");
    }

    @Test
    void aMissedDeadlineIsToldOfAndTheAttemptsGoOn() throws IOException {
        var failures =
                new RecipientWishes(
                        Optional.of(Set.of(RecipientWishes.Notice.FAILURE)), Optional.empty());
        var entry = due(MINUTE, DeliverBy.Mode.NOTIFY, failures);
        assertThat(((Settlement.Deferred) settled(entry, begin)).until())
                .isEqualTo(begin.plus(MINUTE));
        assertThat(reported(entry, later, begin)).isEmpty();
        var settled = (Settlement.Deferred) settled(entry, begin.plus(MINUTE));
        assertThat(settled.delayReported()).isTrue();
        assertThat(settled.until()).isAfter(begin.plus(MINUTE));
        assertThat(reported(entry, later, begin.plus(MINUTE))).contains("Action: delayed");
    }

    @Test
    void whereDeadlinesEndIsToldOf() throws IOException {
        var entry = due(MINUTE, DeliverBy.Mode.NOTIFY, RecipientWishes.NONE);
        var said = Diagnosis.of("2.0.0", "taken");
        assertThat(reported(entry, new Outcome.Delivered(said, true, true), begin)).isEmpty();
        assertThat(reported(entry, new Outcome.Delivered(said, true, false), begin))
                .contains("Action: relayed");
        var never = new RecipientWishes(Optional.of(Set.of()), Optional.empty());
        assertThat(
                        reported(
                                due(MINUTE, DeliverBy.Mode.NOTIFY, never),
                                new Outcome.Delivered(said, true, false),
                                begin))
                .isEmpty();
    }

    @Test
    void whatIsHeldForLaterBeginsToAgeThen() {
        var release = begin.plus(Duration.ofDays(30));
        var entry = entry(Optional.of(release), Optional.empty(), RecipientWishes.NONE);
        assertThat(settled(entry, release)).isInstanceOf(Settlement.Deferred.class);
        assertThat(settled(entry, release.plus(Duration.ofDays(5))))
                .isInstanceOf(Settlement.Failed.class);
    }
}
