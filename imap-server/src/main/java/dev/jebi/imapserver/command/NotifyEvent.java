package dev.jebi.imapserver.command;

import java.util.Locale;
import java.util.Optional;

/// What NOTIFY tells of (RFC 5465 §5).
public enum NotifyEvent {
    /// A message came.
    MESSAGE_NEW("MessageNew"),
    /// A message is gone.
    MESSAGE_EXPUNGE("MessageExpunge"),
    /// A message's flags are others.
    FLAG_CHANGE("FlagChange"),
    /// A mailbox was made, renamed or deleted, or may be seen now.
    MAILBOX_NAME("MailboxName"),
    /// A name was subscribed to, or is not any more.
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    /// An annotation of a mailbox is another.
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    /// An annotation of the server is another.
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String word;

    NotifyEvent(String word) {
        this.word = word;
    }

    /// The word as the RFC writes it.
    public String word() {
        return word;
    }

    /// Whether it is about messages.
    public boolean ofMessages() {
        return compareTo(FLAG_CHANGE) <= 0;
    }

    /// The event of that name, in whatever case.
    static Optional<NotifyEvent> of(String name) {
        for (NotifyEvent event : values()) {
            if (event.word.toUpperCase(Locale.ROOT).equals(name)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}
