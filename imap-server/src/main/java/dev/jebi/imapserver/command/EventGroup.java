package dev.jebi.imapserver.command;

import dev.jebi.mailstore.MailboxName;

import java.util.List;
import java.util.Set;

/// What a client wants to hear of some mailboxes (RFC 5465 §8 `event-group`).
///
/// @param names of the mailboxes where the filter has any, as they are compared
/// @param events none for `NONE`
/// @param items what is told of each new message of the selected mailbox
public record EventGroup(
        Filter filter, Set<String> names, Set<NotifyEvent> events, List<FetchItem> items) {
    /// Which mailboxes (RFC 5465 §6).
    public enum Filter {
        /// The one that is selected; expunges are told at once.
        SELECTED,
        /// The same; expunges wait for a command that allows them.
        SELECTED_DELAYED,
        /// Those that mail is delivered to.
        INBOXES,
        /// All of one's own.
        PERSONAL,
        /// Those that are subscribed.
        SUBSCRIBED,
        /// Those of the names, and all below them.
        SUBTREE,
        /// Those of the names.
        MAILBOXES
    }

    /// Copies all.
    public EventGroup {
        names = Set.copyOf(names);
        events = Set.copyOf(events);
        items = List.copyOf(items);
    }

    /// Whether it is about the mailbox that is selected.
    public boolean ofSelected() {
        return filter == Filter.SELECTED || filter == Filter.SELECTED_DELAYED;
    }

    /// Whether a mailbox has one of the names.
    public boolean named(String name) {
        return names.contains(name);
    }

    /// Whether a mailbox has one of the names, or is below one that has.
    public boolean below(String name) {
        String top = name;
        for (int at = name.length(); at > 0; at = top.lastIndexOf(MailboxName.SEPARATOR)) {
            top = top.substring(0, at);
            if (names.contains(top)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it asks for an event.
    public boolean has(NotifyEvent event) {
        return events.contains(event);
    }

    /// Whether it asks for any event of messages.
    public boolean ofMessages() {
        return events.stream().anyMatch(NotifyEvent::ofMessages);
    }
}
