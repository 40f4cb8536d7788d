package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.EventGroup.Filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads NOTIFY (RFC 5465 §8).
final class NotifyParser {
    private final Tokens tokens;

    /// An event that there is not here.
    private boolean unknown;

    NotifyParser(Tokens tokens) {
        this.tokens = tokens;
    }

    ImapCommand notification() throws IOException {
        tokens.space();
        String word = tokens.keyword();
        if (word.equals("NONE")) {
            return new ImapCommand.Notify(false, List.of(), false);
        }
        if (!word.equals("SET")) {
            throw BadCommand.syntax("NOTIFY is followed by SET or NONE");
        }
        boolean status = false;
        tokens.space();
        if (tokens.peek() != '(') {
            if (!tokens.keyword().equals("STATUS")) {
                throw BadCommand.syntax("expected STATUS or a list of events");
            }
            status = true;
            tokens.space();
        }
        var groups = new ArrayList<EventGroup>();
        do {
            tokens.element();
            groups.add(group());
        } while (tokens.take(' '));
        if (groups.stream().filter(EventGroup::ofSelected).count() > 1) { // RFC 5465 §6.2
            throw BadCommand.syntax("the selected mailbox is named twice");
        }
        return new ImapCommand.Notify(status, groups, unknown);
    }

    private EventGroup group() throws IOException {
        tokens.expect('(');
        String word = tokens.keyword();
        Filter filter =
                switch (word) {
                    case "SELECTED" -> Filter.SELECTED;
                    case "SELECTED-DELAYED" -> Filter.SELECTED_DELAYED;
                    case "INBOXES" -> Filter.INBOXES;
                    case "PERSONAL" -> Filter.PERSONAL;
                    case "SUBSCRIBED" -> Filter.SUBSCRIBED;
                    case "SUBTREE" -> Filter.SUBTREE;
                    case "MAILBOXES" -> Filter.MAILBOXES;
                    default -> throw BadCommand.syntax("no such mailboxes: " + word);
                };
        boolean named = filter == Filter.SUBTREE || filter == Filter.MAILBOXES;
        var names = named ? names() : Set.<String>of();
        tokens.space();
        var items = new ArrayList<FetchItem>();
        Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
        if (tokens.take('(')) {
            do {
                tokens.element();
                event(events, items);
            } while (tokens.take(' '));
            tokens.expect(')');
        } else if (!tokens.keyword().equals("NONE")) {
            throw BadCommand.syntax("expected NONE or a list of events");
        }
        tokens.expect(')');
        return checked(new EventGroup(filter, names, events, items));
    }

    private void event(Set<NotifyEvent> events, List<FetchItem> items) throws IOException {
        String word = tokens.keyword();
        var event = NotifyEvent.of(word);
        event.ifPresent(events::add);
        unknown |= event.isEmpty();
        if (event.filter(e -> e == NotifyEvent.MESSAGE_NEW).isPresent() && tokens.take(" (")) {
            do {
                tokens.element();
                new FetchParser(tokens).listed(items);
            } while (tokens.take(' '));
            tokens.expect(')');
        }
    }

    /// RFC 5465 §5, §6.1
    private static EventGroup checked(EventGroup group) {
        boolean come = group.has(NotifyEvent.MESSAGE_NEW);
        if (come != group.has(NotifyEvent.MESSAGE_EXPUNGE)) {
            throw BadCommand.syntax("MessageNew and MessageExpunge go together");
        }
        if (group.has(NotifyEvent.FLAG_CHANGE) && !come) {
            throw BadCommand.syntax("FlagChange needs MessageNew and MessageExpunge");
        }
        if (group.ofSelected() && !group.events().stream().allMatch(NotifyEvent::ofMessages)) {
            throw BadCommand.syntax("of the selected mailbox, only events of messages are told");
        }
        if (!group.ofSelected() && !group.items().isEmpty()) {
            throw BadCommand.syntax("only messages of the selected mailbox are fetched");
        }
        return group;
    }

    private Set<String> names() throws IOException {
        tokens.space();
        if (!tokens.take('(')) {
            return Set.of(tokens.mailbox().value());
        }
        var names = new HashSet<String>();
        do {
            tokens.element();
            names.add(tokens.mailbox().value());
        } while (tokens.take(' '));
        tokens.expect(')');
        return names;
    }
}
