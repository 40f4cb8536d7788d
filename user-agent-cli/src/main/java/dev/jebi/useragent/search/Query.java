package dev.jebi.useragent.search;

import java.time.LocalDate;
import java.util.List;

/// What is looked for.
public sealed interface Query {
    /// Where a text is looked for.
    enum Where {
        FROM,
        TO,
        CC,
        SUBJECT,
        BODY,
        LIST,
        MESSAGE_ID,
        /// Author, recipients, subject and text.
        ANYWHERE
    }

    /// All of these; nothing in it fits everything.
    record All(List<Query> parts) implements Query {}

    /// One of these.
    record Any(List<Query> parts) implements Query {}

    record Not(Query part) implements Query {}

    record Text(Where where, String text) implements Query {}

    /// A flag that is set: `seen`, or a keyword as it is.
    record Flag(String name) implements Query {}

    record Attachment() implements Query {}

    /// Received before that day, in the person's time zone.
    record Before(LocalDate day) implements Query {}

    /// Received on that day or later.
    record Since(LocalDate day) implements Query {}

    record Larger(long octets) implements Query {}

    record Smaller(long octets) implements Query {}

    /// In that mailbox.
    record In(String mailbox) implements Query {}

    /// The mailboxes that it names, which are the only ones to look into.
    default List<String> mailboxes() {
        return switch (this) {
            case In(var mailbox) -> List.of(mailbox);
            case All(var parts) -> parts.stream().flatMap(p -> p.mailboxes().stream()).toList();
            case Any(var parts) -> parts.stream().flatMap(p -> p.mailboxes().stream()).toList();
            case Not _, Text _, Flag _, Attachment _, Before _, Since _, Larger _, Smaller _ ->
                    List.of();
        };
    }
}
