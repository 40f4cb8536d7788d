package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Acceptance;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.Incoming.Relayed;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mime.MessageHead;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The last step of every intake: one change in the store for all recipients of a message. Safe for
/// use by several threads.
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final MailStore store;
    private final BounceWriter bounces;

    Delivery(MailStore store, BounceWriter bounces) {
        this.store = store;
        this.bounces = bounces;
    }

    /// A message that is ready.
    ///
    /// @param content with trace fields; the first `returnPath` octets are Return-Path
    record Ready(
            Content content,
            int returnPath,
            MessageHead head,
            Instant received,
            boolean eightBit,
            boolean international) {}

    Reply deliver(ClientIdentity client, Envelope envelope, String id, Ready ready)
            throws IOException {
        var incoming =
                new Incoming(
                        ready.content(),
                        ready.returnPath(),
                        ready.head(),
                        envelope.reversePath(),
                        ready.received(),
                        copies(envelope),
                        relayed(envelope),
                        ready.eightBit(),
                        ready.international(),
                        envelope.wishes());
        return switch (store.accept(incoming)) {
            case Acceptance.Accepted accepted -> {
                log(client, envelope, id, incoming);
                bounce(envelope, accepted.overQuota(), id, incoming);
                yield Reply.of(250, "2.0.0", "Accepted as " + id);
            }
            case Acceptance.OverQuota _ -> overQuota(envelope, ready.content().size());
            case Acceptance.NoRoom _ ->
                    Reply.of(452, "4.3.1", "No room on the disk; try again later");
        };
    }

    /// One copy for each account, however many of its addresses are recipients.
    private static List<LocalCopy> copies(Envelope envelope) {
        var accounts = new LinkedHashSet<AccountId>();
        for (Recipient recipient : envelope.recipients()) {
            if (recipient instanceof Recipient.Local local) {
                accounts.add(local.account());
            }
        }
        return accounts.stream().map(a -> new LocalCopy(a, MailboxName.INBOX, Flags.NONE)).toList();
    }

    /// One entry for each address; of several wishes the first counts.
    private static List<Relayed> relayed(Envelope envelope) {
        var relayed = new LinkedHashMap<Address, Relayed>();
        for (Recipient recipient : envelope.recipients()) {
            if (recipient instanceof Recipient.Remote(var address, var wishes)) {
                relayed.putIfAbsent(address, new Relayed(address, wishes));
            }
        }
        return List.copyOf(relayed.values());
    }

    private Reply overQuota(Envelope envelope, long size) {
        boolean never =
                envelope.recipients().stream()
                        .filter(r -> r instanceof Recipient.Local)
                        .map(r -> store.quota(((Recipient.Local) r).account()).octetsLimit())
                        .allMatch(limit -> limit > 0 && size > limit);
        return never
                ? Reply.of(552, "5.2.2", "The message is larger than the quota")
                : Reply.of(452, "4.2.2", "The mailbox is full");
    }

    /// What was answered with 250 and did not fit is bounced (RFC 5321 §6.1).
    private void bounce(Envelope envelope, Set<AccountId> full, String id, Incoming message) {
        var failed =
                envelope.recipients().stream()
                        .filter(r -> r instanceof Recipient.Local l && full.contains(l.account()))
                        .map(Recipient::address)
                        .toList();
        if (failed.isEmpty()) {
            return;
        }
        LOG.info("event=over-quota id={} recipients={}", id, failed);
        try {
            var content = message.content();
            bounces.overQuota(
                    envelope.reversePath(),
                    failed,
                    content.slice(message.returnPath(), content.size() - message.returnPath()));
        } catch (IOException e) {
            LOG.error("event=bounce-lost id={} recipients={}", id, failed, e);
        }
    }

    private static void log(
            ClientIdentity client, Envelope envelope, String id, Incoming incoming) {
        LOG.info(
                "event=accepted id={} client={} login={} from={} to={} local={} relayed={} size={}",
                id,
                client.literal(),
                client.login().orElse("-"),
                envelope.reversePath(),
                envelope.recipients().getFirst().address(),
                incoming.copies().size(),
                incoming.relayed().size(),
                incoming.content().size());
    }
}
