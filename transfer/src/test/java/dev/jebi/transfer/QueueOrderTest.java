package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Particulars;
import dev.jebi.mailstore.QueueId;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.transfer.Standing.Ending;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What goes first, and how many go at once.
final class QueueOrderTest {
    private static final Destination TO =
            new Destination.ByDomain(Domain.parse("b.test"), TlsWish.AS_USUAL);

    private static Entry entry(int id, MailLane lane, int priority) {
        var none = DeliveryWishes.NONE;
        var wishes =
                new DeliveryWishes(
                        none.body(),
                        none.returned(),
                        none.envelopeId(),
                        none.tls(),
                        none.holdUntil(),
                        none.deliverBy(),
                        priority);
        return new Entry(
                new QueueId(id),
                1,
                Address.parse("bob@b.test"),
                ReversePath.NULL,
                Instant.EPOCH,
                0,
                Instant.EPOCH,
                false,
                false,
                false,
                false,
                1,
                "",
                new Particulars(wishes, RecipientWishes.NONE, lane, ""));
    }

    @Test
    void mailOfPersonsGoesFirstThenReportsThenLists() {
        var lane = new Lane(TO, new Standing(5, Duration.ofSeconds(1)));
        var entries =
                List.of(
                        entry(1, MailLane.LIST, 9),
                        entry(2, MailLane.REPORT, 0),
                        entry(3, MailLane.PERSON, 0),
                        entry(4, MailLane.PERSON, 0),
                        entry(5, MailLane.PERSON, 4),
                        entry(6, MailLane.PERSON, -3));
        for (Entry entry : entries) {
            lane.add(List.of(entry), entry.rank());
        }
        var order = new ArrayList<Long>();
        for (var batch = lane.poll(); !batch.isEmpty(); batch = lane.poll()) {
            order.add(batch.getFirst().id().value());
        }
        assertThat(order).containsExactly(5L, 3L, 4L, 6L, 2L, 1L);
    }

    @Test
    void whatAPeerBearsIsFoundAndLookedForAgain() {
        var window = new Window(20);
        assertThat(window.size()).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            window.success();
        }
        assertThat(window.size()).isEqualTo(8);
        window.tooMuch();
        assertThat(window.size()).isEqualTo(4);
        for (int i = 0; i < 5; i++) {
            window.success();
        }
        assertThat(window.size()).isEqualTo(5);
        for (int i = 0; i < 10; i++) {
            window.tooMuch();
        }
        assertThat(window.size()).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            window.success();
        }
        assertThat(window.size()).isEqualTo(20);
    }

    @Test
    void aDestinationThatIsNotThereIsSparedForLongerAndLonger() {
        var standing = new Standing(5, Duration.ofSeconds(10));
        var why = Diagnosis.of("4.4.1", "nobody");
        var now = Instant.EPOCH;
        assertThat(standing.suspended(now)).isEmpty();
        for (int pause : List.of(10, 20, 40, 80, 160, 200, 200)) {
            standing.unreachable(why, now);
            assertThat(standing.suspended(now.plusSeconds(pause - 1))).contains(why);
            now = now.plusSeconds(pause);
            assertThat(standing.suspended(now)).isEmpty();
        }
        standing.unreachable(why, now);
        standing.forget();
        assertThat(standing.suspended(now)).isEmpty();
        standing.ended(Ending.TOOK);
        standing.unreachable(why, now);
        assertThat(standing.suspended(now.plusSeconds(9))).isEqualTo(Optional.of(why));
        assertThat(standing.suspended(now.plusSeconds(10))).isEmpty();
    }
}
