package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.MailQueue.Entry;
import dev.jebi.mailstore.MailQueue.Settlement.Deferred;
import dev.jebi.mailstore.MailQueue.Settlement.Delivered;
import dev.jebi.mailstore.MailQueue.Settlement.Failed;
import dev.jebi.smtp.DeliveryWishes;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What [MailQueue] promises.
abstract class QueueContract {
    private static final Instant NOW = Stores.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    abstract MailStore store();

    abstract MailStore reopened() throws Exception;

    private MailQueue queue() {
        return store().queue();
    }

    private QueueId submit(String... recipients) throws Exception {
        var to = java.util.Arrays.stream(recipients).map(Stores::remote).toList();
        var accepted = store().accept(Stores.incoming(Stores.text("x", "y"), List.of(), to));
        return ((Acceptance.Accepted) accepted).queued().orElseThrow();
    }

    @Test
    void whatIsQueuedHasNoReturnPath() throws Exception {
        var content =
                Content.of(
                        "Return-Path: <>\r\nSubject: x\r\n\r\ny"
                                .getBytes(StandardCharsets.US_ASCII));
        var plain = Stores.incoming(content, List.of(), List.of(Stores.remote("ann")));
        var message =
                new Incoming(
                        plain.content(),
                        17,
                        plain.head(),
                        dev.jebi.address.ReversePath.NULL,
                        NOW,
                        List.of(),
                        plain.relayed(),
                        true,
                        true,
                        plain.wishes());
        store().accept(message);
        var entry = reopened().queue().claim(NOW, 10).getFirst();
        assertThat(Stores.octets(queue().content(entry.id()))).startsWith("Subject: x");
        assertThat(entry.size()).isEqualTo(content.size() - 17);
        assertThat(entry.reversePath().isNull()).isTrue();
        assertThat(entry.eightBit()).isTrue();
        assertThat(entry.international()).isTrue();
    }

    @Test
    void messagesThatGoTogetherAreOneChange() throws Exception {
        var bob = Stores.account(store(), "bob");
        var text = Content.of("Subject: x\r\n\r\ny".getBytes(StandardCharsets.US_ASCII));
        var copy = Stores.inbox(bob);
        var message = Stores.incoming(text, List.of(copy), List.of());
        var forwarded = Stores.incoming(text, List.of(), List.of(Stores.remote("ann")));
        var accepted = (Acceptance.Accepted) store().accept(List.of(message, forwarded));
        assertThat(accepted.overQuota()).isEmpty();
        assertThat(store().mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists())
                .isEqualTo(1);
        var entry = queue().claim(NOW, 10).getFirst();
        assertThat(accepted.queued()).contains(entry.id());
        assertThat(Stores.octets(queue().content(entry.id()))).startsWith("Subject: x");
    }

    @Test
    void aClaimedEntryIsNobodyElses() throws Exception {
        submit("ann", "bea");
        assertThat(queue().claim(NOW.minusMillis(1), 10)).isEmpty();
        assertThat(queue().claim(NOW, 1)).hasSize(1);
        assertThat(queue().claim(NOW, 10)).hasSize(1);
        assertThat(queue().claim(NOW, 10)).isEmpty();
        assertThat(queue().nextDue()).isEmpty();
        assertThat(reopened().queue().claim(NOW, 10)).hasSize(2);
    }

    @Test
    void settlementsAreDurable() throws Exception {
        var id = submit("ann", "bea", "cora");
        var claimed = queue().claim(NOW, 10);
        queue().settle(
                        List.of(
                                new Delivered(claimed.get(0), "250 ok"),
                                new Deferred(claimed.get(1), LATER, "451 later", true),
                                new Failed(claimed.get(2), "550 no")),
                        List.of());
        assertThat(queue().nextDue()).contains(LATER);
        assertThat(reopened().queue().nextDue()).contains(LATER);
        var left = queue().list();
        assertThat(left).hasSize(1);
        var entry = left.getFirst();
        assertThat(entry.recipient()).isEqualTo(Stores.remote("bea"));
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.lastReply()).isEqualTo("451 later");
        assertThat(entry.delayReported()).isTrue();
        assertThat(queue().claim(LATER, 10)).hasSize(1);
        queue().settle(List.of(new Delivered(entry, "250 ok")), List.of());
        assertThat(queue().list()).isEmpty();
        assertThatThrownBy(() -> queue().content(id)).isInstanceOf(NoSuchElementException.class);
        assertThat(reopened().queue().list()).isEmpty();
    }

    @Test
    void reportsAreAcceptedWithTheSettlement() throws Exception {
        var bob = Stores.account(store(), "bob");
        submit("ann");
        var claimed = queue().claim(NOW, 10);
        queue().settle(
                        List.of(new Failed(claimed.getFirst(), "550 no")),
                        List.of(
                                Stores.incoming("report", bob),
                                Stores.incoming(
                                        Stores.text("z", "z"),
                                        List.of(),
                                        List.of(Stores.remote("dora")))));
        assertThat(queue().list().stream().map(Entry::recipient))
                .containsExactly(Stores.remote("dora"));
        assertThat(Stores.octets(queue().content(queue().list().getFirst().id())))
                .startsWith("Subject: z");
        try (var inbox = Stores.inbox(reopened(), bob)) {
            assertThat(Stores.octets(inbox.content(new Uid(1)).orElseThrow()))
                    .startsWith("Subject: report");
        }
    }

    @Test
    void heldEntriesWaitUntilRetried() throws Exception {
        var id = submit("ann", "bea");
        submit("cora");
        assertThat(queue().hold(id)).isEqualTo(2);
        assertThat(reopened().queue().claim(NOW, 10)).hasSize(1);
        assertThat(queue().list().stream().filter(Entry::held)).hasSize(2);
        assertThat(queue().retry(Optional.of(id))).isEqualTo(2);
        var soon = Instant.now(java.time.Clock.systemUTC()).plusSeconds(1);
        assertThat(queue().claim(soon, 10)).hasSize(2);
        assertThat(queue().hold(new QueueId(1))).isZero();
    }

    private static QueueChoice onlyTo(String local) {
        return new QueueChoice(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Stores.remote(local)));
    }

    @Test
    void whatIsChosenIsHeldReleasedAndRedirected() throws Exception {
        submit("ann", "bea");
        var other = submit("cora");
        var choice = onlyTo("bea");
        assertThat(queue().release(choice)).isZero();
        assertThat(queue().hold(choice)).isEqualTo(1);
        assertThat(queue().claim(NOW, 10)).hasSize(2);
        assertThat(queue().redirect(choice, Stores.remote("eve"))).isEqualTo(1);
        var entries = reopened().queue().list();
        assertThat(entries).extracting(Entry::recipient).contains(Stores.remote("eve"));
        var eve = entries.stream().filter(e -> e.recipient().localPart().equals("eve")).toList();
        assertThat(eve.getFirst().held()).isTrue();
        assertThat(eve.getFirst().particulars().recipient().original().orElseThrow().address())
                .isEqualTo(Stores.remote("bea").toString());
        assertThat(queue().release(QueueChoice.ALL)).isEqualTo(1);
        assertThat(queue().list()).noneMatch(Entry::held);
        var domain = Stores.remote("ann").domain();
        assertThat(
                        queue().remove(
                                        new QueueChoice(
                                                Optional.of(other),
                                                Optional.of(domain),
                                                Optional.empty(),
                                                Optional.empty())))
                .isEqualTo(1);
        assertThat(queue().list()).hasSize(2);
    }

    @Test
    void whatIsRedirectedWhileItIsTriedGoesToTheOther() throws Exception {
        submit("ann", "bea", "cora");
        var claimed = queue().claim(NOW, 10);
        var soon = Instant.now(java.time.Clock.systemUTC()).plusSeconds(60);
        var bea = onlyTo("bea");
        assertThat(claimed).allMatch(queue()::waits);
        queue().redirect(bea, Stores.remote("eve"));
        assertThat(claimed.stream().filter(queue()::waits)).hasSize(2);
        queue().settle(
                        List.of(
                                new Failed(claimed.get(0), "550 no"),
                                new Failed(claimed.get(1), "550 no"),
                                new Deferred(
                                        claimed.get(2), soon.plusSeconds(60), "451 later", false)),
                        List.of());
        assertThat(claimed.stream().filter(queue()::waits)).hasSize(1);
        var again = reopened().queue().claim(soon, 10);
        assertThat(again).extracting(Entry::recipient).containsExactly(Stores.remote("eve"));
        assertThat(again.getFirst().attempts()).isZero();
        queue().settle(List.of(new Delivered(again.getFirst(), "250 ok")), List.of());
        assertThat(queue().list())
                .extracting(Entry::recipient)
                .containsExactly(Stores.remote("cora"));
    }

    @Test
    void whatIsWishedGoesAlongAndMailOfPersonsGoesFirst() throws Exception {
        var wishes =
                new DeliveryWishes(
                        DeliveryWishes.Body.BINARY_MIME,
                        Optional.of(DeliveryWishes.Returned.HEADER),
                        Optional.of("env 1"),
                        DeliveryWishes.TlsWish.REQUIRED,
                        Optional.of(LATER),
                        Optional.of(
                                new DeliveryWishes.DeliverBy(
                                        LATER, DeliveryWishes.DeliverBy.Mode.NOTIFY, true)),
                        7);
        var plain =
                Stores.incoming(Stores.text("x", "y"), List.of(), List.of(Stores.remote("ann")));
        store().accept(plain.in(MailLane.LIST));
        store().accept(plain);
        store().accept(
                        new Incoming(
                                plain.content(),
                                0,
                                plain.head(),
                                plain.reversePath(),
                                NOW,
                                List.of(),
                                plain.relayed(),
                                false,
                                false,
                                wishes,
                                MailLane.REPORT,
                                "trace-1"));
        var queue = reopened().queue();
        assertThat(queue.claim(NOW, 10))
                .extracting(entry -> entry.particulars().lane())
                .containsExactly(MailLane.PERSON, MailLane.LIST);
        assertThat(queue.nextDue()).contains(LATER);
        var held = queue.claim(LATER, 10).getFirst();
        assertThat(held.particulars().wishes()).isEqualTo(wishes);
        assertThat(held.particulars().trace()).isEqualTo("trace-1");
        assertThat(held.particulars().lane()).isEqualTo(MailLane.REPORT);
    }

    @Test
    void aHoldOutlastsTheAttemptUnderWay() throws Exception {
        var id = submit("ann");
        var claimed = queue().claim(NOW, 10);
        queue().hold(id);
        queue().settle(List.of(new Deferred(claimed.getFirst(), NOW, "451", false)), List.of());
        assertThat(queue().claim(LATER, 10)).isEmpty();
        assertThat(queue().retry(Optional.empty())).isEqualTo(1);
    }

    @Test
    void removedEntriesAreGone() throws Exception {
        var id = submit("ann", "bea");
        var claimed = queue().claim(NOW, 1);
        assertThat(queue().remove(id)).isEqualTo(2);
        queue().settle(List.of(new Deferred(claimed.getFirst(), LATER, "451", false)), List.of());
        assertThat(queue().list()).isEmpty();
        assertThat(queue().nextDue()).isEmpty();
        assertThat(reopened().queue().list()).isEmpty();
    }

    @Test
    void watchersHearOfWork() throws Exception {
        var heard = new AtomicInteger();
        try (var _ = queue().watch(heard::incrementAndGet)) {
            submit("ann");
            Awaitility.await().until(() -> heard.get() > 0);
        }
    }
}
