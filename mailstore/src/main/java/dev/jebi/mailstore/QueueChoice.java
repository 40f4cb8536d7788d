package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.MailQueue.Entry;

import java.util.Optional;

/// Which entries of the queue are meant: those that have all of what is given.
///
/// @param domain that of the recipient
/// @param sender the reverse-path
public record QueueChoice(
        Optional<QueueId> id,
        Optional<Domain> domain,
        Optional<ReversePath> sender,
        Optional<Address> recipient) {
    /// All entries.
    public static final QueueChoice ALL =
            new QueueChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// The recipients of one message.
    public static QueueChoice of(QueueId id) {
        return new QueueChoice(
                Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Whether it means this entry.
    public boolean means(Entry entry) {
        return id.map(entry.id()::equals).orElse(true)
                && domain.map(entry.recipient().domain()::equals).orElse(true)
                && sender.map(entry.reversePath()::equals).orElse(true)
                && recipient.map(entry.recipient()::equals).orElse(true);
    }
}
