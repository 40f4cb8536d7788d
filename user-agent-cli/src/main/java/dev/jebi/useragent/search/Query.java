package dev.jebi.useragent.search;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;

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

    /// What everything fits.
    Query EVERYTHING = new All(List.of());

    /// What nothing fits.
    Query NOTHING = new Any(List.of());

    /// What is left to ask in that mailbox: whether a message is in it is known there, and with it
    /// sometimes the whole answer.
    default Query in(String mailbox) {
        return switch (this) {
            case In(var name) -> name.equalsIgnoreCase(mailbox) ? EVERYTHING : NOTHING;
            case All(var parts) -> {
                List<Query> left = left(parts, mailbox, EVERYTHING);
                yield left.contains(NOTHING) ? NOTHING : single(left, All::new);
            }
            case Any(var parts) -> {
                List<Query> left = left(parts, mailbox, NOTHING);
                yield left.contains(EVERYTHING) ? EVERYTHING : single(left, Any::new);
            }
            case Not(var part) -> {
                Query left = part.in(mailbox);
                yield left.equals(EVERYTHING)
                        ? NOTHING
                        : left.equals(NOTHING) ? EVERYTHING : new Not(left);
            }
            case Text _, Flag _, Attachment _, Before _, Since _, Larger _, Smaller _ -> this;
        };
    }

    private static List<Query> left(List<Query> parts, String mailbox, Query without) {
        return parts.stream().map(p -> p.in(mailbox)).filter(p -> !p.equals(without)).toList();
    }

    private static Query single(List<Query> parts, Function<List<Query>, Query> several) {
        return parts.size() == 1 ? parts.getFirst() : several.apply(parts);
    }

    /// The mailboxes that it names.
    default List<String> mailboxes() {
        return switch (this) {
            case In(var mailbox) -> List.of(mailbox);
            case All(var parts) -> parts.stream().flatMap(p -> p.mailboxes().stream()).toList();
            case Any(var parts) -> parts.stream().flatMap(p -> p.mailboxes().stream()).toList();
            case Not(var part) -> part.mailboxes();
            case Text _, Flag _, Attachment _, Before _, Since _, Larger _, Smaller _ -> List.of();
        };
    }
}
