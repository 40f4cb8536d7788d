package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies messages to a mailbox in another database, whose octets must go there. It is not one
/// change: what was copied before something is refused is taken back, and what moves is taken out
/// of the source last. For one thread.
final class FarCopy {
    /// Messages, and their octets, that are appended together.
    private static final int TOGETHER = 100;

    private static final long OCTETS_TOGETHER = 32L << 20;

    private final Mailbox from;
    private final Mailbox to;
    private final FlagScope flags;
    private final List<Uid> copied = new ArrayList<>();
    private final List<Uid> copies = new ArrayList<>();
    private final List<NewMessage> batch = new ArrayList<>();
    private final List<Uid> batched = new ArrayList<>();
    private long batchOctets;

    FarCopy(Mailbox from, Mailbox to, FlagScope flags) {
        this.from = from;
        this.to = to;
        this.flags = flags;
    }

    Copying run(UidSet uids, boolean move) throws IOException {
        Optional<Copying> refused = Optional.empty();
        boolean done = false;
        try {
            var all = from.list().among(uids);
            for (int i = 0; i < all.length && refused.isEmpty(); i++) {
                take(new Uid(all[i]));
                if (batch.size() == TOGETHER || batchOctets >= OCTETS_TOGETHER) {
                    refused = append();
                }
            }
            if (refused.isEmpty()) {
                refused = append();
            }
            done = refused.isEmpty();
        } finally {
            if (!done) {
                to.remove(set(copies), false);
            }
        }
        if (refused.isPresent()) {
            return refused.get();
        }
        if (move) {
            from.remove(set(copied), false);
        }
        return new Copying.Copied(to.info().uidValidity(), List.copyOf(copied), copies);
    }

    private void take(Uid uid) throws IOException {
        var message = from.message(uid);
        Optional<Content> content = from.content(uid);
        Optional<MessageHead> head = from.head(uid);
        if (message.isEmpty() || content.isEmpty() || head.isEmpty()) {
            return; // expunged meanwhile
        }
        batch.add(
                new NewMessage(
                        content.get(),
                        head.get(),
                        flags.of(message.get().flags()),
                        message.get().internalDate()));
        batched.add(uid);
        batchOctets += message.get().size();
    }

    private Optional<Copying> append() throws IOException {
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        switch (to.append(List.copyOf(batch))) {
            case Appending.Appended(_, var uids) -> {
                copied.addAll(batched);
                copies.addAll(uids);
            }
            case Appending.NoSuchMailbox _ -> {
                return Optional.of(new Copying.NoSuchMailbox());
            }
            case Appending.OverQuota _ -> {
                return Optional.of(new Copying.OverQuota());
            }
            case Appending.TooManyKeywords _ -> {
                return Optional.of(new Copying.TooManyKeywords());
            }
        }
        batch.clear();
        batched.clear();
        batchOctets = 0;
        return Optional.empty();
    }

    /// Replaces a message by one in another database: the new one comes first.
    static Replacing replace(Mailbox from, Uid uid, Mailbox to, NewMessage message)
            throws IOException {
        if (from.message(uid).isEmpty()) {
            return new Replacing.NoSuchMessage();
        }
        return switch (to.append(List.of(message))) {
            case Appending.Appended(var validity, var uids) -> {
                from.remove(UidSet.of(uid));
                yield new Replacing.Replaced(validity, uids.getFirst());
            }
            case Appending.NoSuchMailbox _ -> new Replacing.NoSuchMailbox();
            case Appending.OverQuota _ -> new Replacing.OverQuota();
            case Appending.TooManyKeywords _ -> new Replacing.TooManyKeywords();
        };
    }

    private static UidSet set(List<Uid> uids) {
        return UidSet.of(uids.stream().mapToLong(Uid::value).toArray());
    }
}
