package dev.jebi.mailstore;

import dev.jebi.mailstore.Acceptance.Accepted;
import dev.jebi.mailstore.Draft.Incomer;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.MailQueued;
import dev.jebi.mailstore.change.QueuedMail;
import dev.jebi.mailstore.change.QueuedMail.Recipient;
import dev.jebi.mailstore.change.WishCodec.Along;
import dev.jebi.mailstore.journal.NoRoom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Accepts messages: copies into mailboxes and recipients into the queue, in one record. Safe for
/// use by several threads.
final class Acceptor {
    private final Inventory inventory;
    private final Committer committer;
    private final StoreLimits limits;

    Acceptor(Inventory inventory, Committer committer, StoreLimits limits) {
        this.inventory = inventory;
        this.committer = committer;
        this.limits = limits;
    }

    Acceptance accept(List<Incoming> together) throws IOException {
        if (together.stream().allMatch(m -> m.copies().isEmpty() && m.relayed().isEmpty())) {
            return new Accepted(Optional.empty(), Set.of());
        }
        var brought = new Brought(together);
        var numbering = new Accepting(brought);
        try {
            if (!committer.commit(brought.body(), brought.bound(), numbering)) {
                return new Acceptance.OverQuota();
            }
            return new Accepted(numbering.queued, Set.copyOf(numbering.overQuota));
        } catch (NoRoom | IndexBehind _) {
            return new Acceptance.NoRoom();
        }
    }

    private final class Accepting implements Committer.Numbering {
        private final Brought brought;
        private final Set<AccountId> overQuota = new LinkedHashSet<>();
        private Optional<QueueId> queued = Optional.empty();

        Accepting(Brought brought) {
            this.brought = brought;
        }

        @Override
        public List<Change> number(long lsn) {
            var draft = new Draft();
            overQuota.clear();
            queued = Optional.empty();
            overQuota.addAll(Acceptor.this.number(brought, lsn, draft));
            queued = firstQueued(lsn);
            return draft.done();
        }

        private Optional<QueueId> firstQueued(long lsn) {
            for (int i = 0; i < brought.incoming().size(); i++) {
                if (!brought.incoming().get(i).relayed().isEmpty()) {
                    return Optional.of(new QueueId(Brought.blob(lsn, i)));
                }
            }
            return Optional.empty();
        }
    }

    /// Numbers what was brought; on the committer thread.
    ///
    /// @return the accounts whose quota did not hold it
    Set<AccountId> number(Brought brought, long lsn, Draft draft) {
        var overQuota = new LinkedHashSet<AccountId>();
        for (int i = 0; i < brought.incoming().size(); i++) {
            var message = brought.incoming().get(i);
            var fitting = new ArrayList<LocalCopy>();
            for (LocalCopy copy : message.copies()) {
                if (fits(copy, message.content().size(), fitting)) {
                    fitting.add(copy);
                } else {
                    overQuota.add(copy.account());
                }
            }
            if (!fitting.isEmpty() || !message.relayed().isEmpty()) {
                draft.change(brought.stored(lsn, i));
            }
            for (LocalCopy copy : fitting) {
                deliver(brought, i, lsn, copy, draft);
            }
            if (!message.relayed().isEmpty()) {
                draft.change(new MailQueued(queued(brought, i, lsn)));
            }
        }
        return overQuota;
    }

    /// Whether a copy fits beside those for the same account that fit already.
    private boolean fits(LocalCopy copy, long size, List<LocalCopy> already) {
        long copies = 1 + already.stream().filter(c -> c.account().equals(copy.account())).count();
        return inventory
                .account(copy.account())
                .filter(account -> !account.removedAhead)
                .filter(account -> account.target(copy.mailbox()).isPresent())
                .filter(account -> account.fitsAhead(size * copies, copies))
                .isPresent();
    }

    private void deliver(Brought brought, int index, long lsn, LocalCopy copy, Draft draft) {
        var mailbox =
                inventory
                        .account(copy.account())
                        .flatMap(account -> account.target(copy.mailbox()))
                        .orElseThrow();
        // keywords beyond what the mailbox can have are left out: a delivery must not fail for them
        long keywords =
                draft.keywords(mailbox, new HashSet<>(copy.flags().keywords()), limits.keywords());
        long received = brought.incoming().get(index).received().toEpochMilli();
        draft.add(
                mailbox,
                new Incomer(
                        FlagBits.of(copy.flags()),
                        keywords,
                        received,
                        received,
                        Brought.blob(lsn, index),
                        brought.place(index)));
    }

    static Along along(Incoming message) {
        return new Along(message.wishes(), message.lane().ordinal(), message.trace());
    }

    private static QueuedMail queued(Brought brought, int index, long lsn) {
        var message = brought.incoming().get(index);
        var sender = message.reversePath().address();
        var recipients = new ArrayList<Recipient>();
        // RFC 4865 §4: no attempt before; a release in the past is one at once
        long first =
                message.wishes()
                        .holdUntil()
                        .filter(message.received()::isBefore)
                        .orElse(message.received())
                        .toEpochMilli();
        for (var relayed : message.relayed()) {
            var address = relayed.address();
            recipients.add(
                    new Recipient(
                            recipients.size() + 1,
                            address.localPart(),
                            address.domain().name(),
                            0,
                            first,
                            false,
                            false,
                            "",
                            relayed.wishes()));
        }
        return new QueuedMail(
                Brought.blob(lsn, index),
                brought.place(index),
                message.returnPath(),
                sender.map(s -> s.localPart()).orElse(""),
                sender.map(s -> s.domain().name()).orElse(""),
                message.received().toEpochMilli(),
                message.eightBit(),
                message.international(),
                along(message),
                recipients);
    }
}
