package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mime.MessageHead;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The last step of every intake: one change in the store for all recipients of a message. Safe for
/// use by several threads.
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /// RFC 5321 §4.5.3.1.5 has 512 octets for a line; a character has four at most.
    private static final int REPLY_LINE = 110;

    private static final int REPLY_LINES = 20;

    private final Filing filing;
    private final MailStore store;
    private final BounceWriter bounces;
    private final ReceptionLimits limits;
    private final Tracing tracing;

    Delivery(Filing filing, BounceWriter bounces, ReceptionLimits limits) {
        this.filing = filing;
        this.store = filing.store();
        this.bounces = bounces;
        this.limits = limits;
        this.tracing = new Tracing(store.trace(), filing.clock());
    }

    /// A message that is ready.
    ///
    /// @param content with trace fields; the first `returnPath` octets are Return-Path
    /// @param suspicion what was found out about it
    record Ready(
            Content content,
            int returnPath,
            MessageHead head,
            Instant received,
            boolean eightBit,
            boolean international,
            Suspicion suspicion) {
        /// One of our own people.
        Ready(
                Content content,
                int returnPath,
                MessageHead head,
                Instant received,
                boolean eightBit,
                boolean international) {
            this(content, returnPath, head, received, eightBit, international, Suspicion.OURS);
        }
    }

    Reply deliver(ClientIdentity client, Envelope envelope, Arrived arrived, Ready ready)
            throws IOException {
        var letter =
                new Letter(
                        arrived.id(),
                        ready.content(),
                        ready.returnPath(),
                        ready.head(),
                        envelope.reversePath(),
                        ready.received(),
                        ready.eightBit(),
                        ready.international(),
                        envelope.wishes());
        var traits =
                new Planner.Traits(
                        ready.suspicion(),
                        Strictness.check(arrived, true, envelope.wishes().body()).isEmpty(),
                        limits.headerOctets(),
                        client.address().getHostAddress());
        var plan = new Planner(filing, envelope, letter, traits).plan(client);
        if (plan.together().isEmpty() && !plan.failed().isEmpty()) {
            var why = plan.failed().getFirst();
            return refused(why, envelope.utf8());
        }
        return switch (accept(plan)) {
            case Acceptance.Accepted accepted -> {
                log(client, envelope, letter, plan);
                trace(client, envelope, letter, plan, accepted);
                bounce(envelope, plan, accepted.overQuota(), letter);
                tell(envelope, plan, accepted.overQuota(), letter);
                plan.afterwards().forEach(Runnable::run);
                yield accepted(arrived.id());
            }
            case Acceptance.OverQuota _ -> overQuota(plan, ready.content().size());
            case Acceptance.NoRoom _ ->
                    Reply.of(452, "4.3.1", "No room on the disk; try again later");
        };
    }

    static Reply accepted(String id) {
        return Reply.of(250, "2.0.0", "Accepted as " + id);
    }

    /// A reason of several lines is a reply of several lines (RFC 5429 §2.1.2); what SMTP cannot
    /// carry is shown as question marks.
    private static Reply refused(Plan.Failed why, boolean utf8) {
        var lines =
                why.why()
                        .lines()
                        .map(line -> line.replaceAll(utf8 ? "\\p{Cntrl}" : "[^ -~]", "?"))
                        .map(line ->
                                line.length() > REPLY_LINE ? line.substring(0, REPLY_LINE) : line)
                        .limit(REPLY_LINES)
                        .toList();
        return new Reply(
                550,
                Optional.of(EnhancedStatus.parse(why.status())),
                lines.isEmpty() ? List.of("Refused") : lines);
    }

    private Acceptance accept(Plan plan) throws IOException {
        return switch (plan.together().size()) {
            case 0 -> new Acceptance.Accepted(Optional.empty(), Set.of());
            case 1 -> store.accept(plan.together().getFirst());
            default -> store.accept(plan.together());
        };
    }

    private Reply overQuota(Plan plan, long size) {
        boolean never =
                plan.holders().keySet().stream()
                        .map(account -> store.quota(account).octetsLimit())
                        .allMatch(limit -> limit > 0 && size > limit);
        return never
                ? Reply.of(552, "5.2.2", "The message is larger than the quota")
                : Reply.of(452, "4.2.2", "The mailbox is full");
    }

    /// What was answered with 250 and reaches nobody is bounced (RFC 5321 §6.1).
    private void bounce(Envelope envelope, Plan plan, Set<AccountId> full, Letter letter) {
        var unfit =
                full.stream()
                        .flatMap(
                                account -> plan.holders().getOrDefault(account, List.of()).stream())
                        .distinct()
                        .toList();
        try {
            if (!unfit.isEmpty()) {
                LOG.info("event=over-quota id={} recipients={}", letter.id(), unfit);
                bounces.overQuota(envelope, unfit, letter.unstamped());
            }
            for (Plan.Failed failed : plan.failed()) {
                LOG.info("event=failed id={} recipient={}", letter.id(), failed.recipient());
                bounces.failed(envelope, failed, letter.unstamped());
            }
        } catch (IOException e) {
            LOG.error("event=bounce-lost id={} recipients={}", letter.id(), unfit, e);
        }
    }

    /// RFC 3461 §4.1: whoever wishes to hear of success hears of it.
    private void tell(Envelope envelope, Plan plan, Set<AccountId> full, Letter letter) {
        var told =
                plan.holders().entrySet().stream()
                        .filter(holder -> !full.contains(holder.getKey()))
                        .flatMap(holder -> holder.getValue().stream())
                        .filter(recipient -> envelope.wishes(recipient).wants(Notice.SUCCESS))
                        .distinct()
                        .toList();
        if (told.isEmpty()) {
            return;
        }
        try {
            bounces.delivered(envelope, told, letter.unstamped());
        } catch (IOException e) {
            LOG.error("event=report-lost id={} recipients={}", letter.id(), told.size(), e);
        }
    }

    private void trace(
            ClientIdentity client,
            Envelope envelope,
            Letter letter,
            Plan plan,
            Acceptance.Accepted accepted) {
        tracing.received(client, envelope, letter);
        if (plan.together().isEmpty() && plan.failed().isEmpty()) {
            tracing.discarded(letter.id());
        }
        for (Incoming form : plan.together()) {
            var mailboxes = new TreeMap<String, List<Address>>();
            for (var copy : form.copies()) {
                if (!accepted.overQuota().contains(copy.account())) {
                    mailboxes
                            .computeIfAbsent(copy.mailbox().value(), _ -> new ArrayList<>())
                            .addAll(plan.holders().getOrDefault(copy.account(), List.of()));
                }
            }
            mailboxes.forEach((mailbox, to) -> tracing.stored(letter.id(), mailbox, to));
            tracing.queued(letter.id(), form, accepted.queued().map(QueueId::text));
        }
        for (AccountId account : accepted.overQuota()) {
            var to = plan.holders().getOrDefault(account, List.of());
            tracing.failed(letter.id(), to, "5.2.2", "The mailbox is full");
        }
        for (Plan.Failed one : plan.failed()) {
            tracing.failed(letter.id(), List.of(one.recipient()), one.status(), one.why());
        }
    }

    private static void log(ClientIdentity client, Envelope envelope, Letter letter, Plan plan) {
        LOG.info(
                "event=accepted id={} client={} login={} from={} to={} local={} relayed={} size={}",
                letter.id(),
                client.literal(),
                client.login().orElse("-"),
                envelope.reversePath(),
                envelope.recipients().getFirst().address(),
                plan.together().stream().mapToInt(one -> one.copies().size()).sum(),
                plan.together().stream().mapToInt(one -> one.relayed().size()).sum(),
                letter.content().size());
    }
}
