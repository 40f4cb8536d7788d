package dev.jebi.mailstore;

import dev.jebi.mime.BodyPart;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What fills an account: its largest messages, and the oldest that have attachments. Made from the
/// mailboxes' tables and the messages' heads; no message is opened.
///
/// @param largest the largest first
/// @param oldestAttachments the oldest first, by internal date
public record UsageReport(List<Item> largest, List<Item> oldestAttachments) {
    /// Messages smaller than this are not looked at for attachments.
    static final long SMALLEST = 8 << 10;

    /// The most heads that are read in search of attachments.
    static final int HEADS = 10_000;

    /// A message.
    ///
    /// @param from the first author, decoded, empty where there is none
    /// @param subject decoded
    /// @param attachments how many it has
    public record Item(
            MailboxName mailbox,
            Uid uid,
            long size,
            Instant internalDate,
            String from,
            String subject,
            int attachments) {}

    private record Candidate(MailboxName mailbox, long uid, long size, Instant date) {}

    /// Reports of an account; memory is bounded by what is asked for, not by what the account has.
    public static UsageReport of(
            MailStore store, AccountId account, int largest, int oldestAttachments)
            throws IOException {
        var bySize = Comparator.comparingLong(Candidate::size);
        var byAge = Comparator.comparing(Candidate::date).reversed();
        var large = new PriorityQueue<>(bySize);
        var old = new PriorityQueue<>(byAge);
        int looked = oldestAttachments == 0 ? 0 : HEADS;
        for (MailboxInfo info : store.mailboxes(account)) {
            var opened = store.open(account, info.name());
            if (opened.isEmpty()) {
                continue; // deleted meanwhile
            }
            try (var mailbox = opened.get()) {
                mailbox.forEach(
                        UidSet.ALL,
                        message -> {
                            var candidate =
                                    new Candidate(
                                            info.name(),
                                            message.uid().value(),
                                            message.size(),
                                            message.internalDate());
                            keep(large, candidate, largest);
                            if (message.size() >= SMALLEST) {
                                keep(old, candidate, looked);
                            }
                        });
            }
        }
        var found = new ArrayList<Item>();
        for (Candidate candidate : sorted(large, bySize.reversed())) {
            item(store, account, candidate).ifPresent(found::add);
        }
        var attached = new ArrayList<Item>();
        for (Candidate candidate : sorted(old, byAge.reversed())) {
            if (attached.size() == oldestAttachments) {
                break;
            }
            item(store, account, candidate)
                    .filter(item -> item.attachments() > 0)
                    .ifPresent(attached::add);
        }
        return new UsageReport(List.copyOf(found), List.copyOf(attached));
    }

    /// The least by the queue's order goes when there are too many.
    private static void keep(PriorityQueue<Candidate> queue, Candidate candidate, int atMost) {
        if (atMost > 0) {
            queue.add(candidate);
            if (queue.size() > atMost) {
                queue.poll();
            }
        }
    }

    private static List<Candidate> sorted(
            PriorityQueue<Candidate> queue, Comparator<Candidate> order) {
        return queue.stream().sorted(order).toList();
    }

    private static Optional<Item> item(MailStore store, AccountId account, Candidate candidate)
            throws IOException {
        var opened = store.open(account, candidate.mailbox);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (var mailbox = opened.get()) {
            return mailbox.head(new Uid(candidate.uid)).map(head -> item(candidate, head));
        }
    }

    private static Item item(Candidate candidate, MessageHead head) {
        var envelope = head.envelope();
        String from =
                envelope.from().stream()
                        .findFirst()
                        .map(author ->
                                author.name()
                                        .or(author::mailbox)
                                        .map(HeaderText::decode)
                                        .orElse(""))
                        .orElse("");
        return new Item(
                candidate.mailbox,
                new Uid(candidate.uid),
                candidate.size,
                candidate.date,
                from,
                envelope.subject().map(HeaderText::decode).orElse(""),
                attachments(head.structure()));
    }

    private static int attachments(BodyPart part) {
        if (part.fields()
                .disposition()
                .filter(d -> d.type().equalsIgnoreCase("attachment"))
                .isPresent()) {
            return 1;
        }
        return switch (part) {
            case BodyPart.Multipart multipart ->
                    multipart.parts().stream().mapToInt(UsageReport::attachments).sum();
            case BodyPart.Leaf leaf -> named(leaf) ? 1 : 0;
            case BodyPart.Embedded _ -> 0; // a message that was forwarded inline
        };
    }

    /// A part with a file name is one, said or not.
    private static boolean named(BodyPart.Leaf leaf) {
        return HeaderText.parameter(leaf.fields().parameters(), "name").isPresent()
                || leaf.fields()
                        .disposition()
                        .flatMap(d -> HeaderText.parameter(d.parameters(), "filename"))
                        .isPresent();
    }
}
