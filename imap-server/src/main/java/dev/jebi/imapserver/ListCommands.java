package dev.jebi.imapserver;

import static dev.jebi.mailstore.MailboxName.SEPARATOR;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.ImapCommand.Listing;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.SpecialUse;
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// LIST and LSUB (RFC 9051 §6.3.9, RFC 3501 §6.3.9, RFC 5258). For one thread, and one command.
final class ListCommands {
    private final MailboxCommands mailboxes;
    private final MetadataCommands metadata;
    private final Responder out;

    /// Every mailbox by name, and the levels above them that are no mailboxes, which are empty.
    private final Map<String, Optional<Named>> all = new LinkedHashMap<>();

    private final Set<String> parents = new HashSet<>();

    /// What is subscribed to, mailboxes or not.
    private final Set<String> subscribed = new LinkedHashSet<>();

    ListCommands(ImapFace face, Names names, Responder out) throws IOException {
        this.mailboxes = new MailboxCommands(face, names);
        this.metadata = new MetadataCommands(face, names, out);
        this.out = out;
        for (Named named : names.all()) {
            for (String parent : above(named.name().value())) {
                parents.add(parent);
                all.putIfAbsent(parent, Optional.empty());
            }
            all.put(named.name().value(), Optional.of(named));
        }
        for (MailboxName name : face.store().subscriptions(names.account().id())) {
            subscribed.add(name.value());
        }
    }

    /// RFC 5258 §3.1, RFC 3501 §6.3.9: names that are subscribed to are told of where subscriptions
    /// are asked for, even if there is no such mailbox; and so the levels above them.
    private void addSubscribed() {
        for (String name : subscribed) {
            above(name).forEach(parent -> all.putIfAbsent(parent, Optional.empty()));
            all.putIfAbsent(name, Optional.empty());
        }
    }

    /// The levels above a name.
    private static List<String> above(String name) {
        var above = new ArrayList<String>();
        for (int at = name.indexOf(SEPARATOR); at >= 0; at = name.indexOf(SEPARATOR, at + 1)) {
            above.add(name.substring(0, at));
        }
        return above;
    }

    Completion list(Listing command) throws IOException {
        if (command.patterns().isEmpty()) { // RFC 9051 §6.3.9: the question for the separator
            out.send(new ImapResponse.Listed(false, List.of("\\Noselect"), "", List.of()));
            return Completion.of("LIST completed");
        }
        if (command.selections().contains(Listing.Selection.SUBSCRIBED)) {
            addSubscribed();
        }
        var patterns = command.patterns().stream().map(MailboxPattern::new).toList();
        var below = new HashSet<String>();
        boolean recursive = command.selections().contains(Listing.Selection.RECURSIVEMATCH);
        if (recursive) {
            all.forEach((name, named) -> {
                // RFC 5258 §3.5: who matches the patterns is told of directly
                boolean told = patterns.stream().anyMatch(p -> p.matches(name));
                if (!told && selected(command, name, named)) {
                    below.addAll(above(name));
                }
            });
        }
        for (var each : all.entrySet()) {
            String name = each.getKey();
            boolean itself = selected(command, name, each.getValue());
            if ((itself || below.contains(name))
                    && patterns.stream().anyMatch(p -> p.matches(name))) {
                tell(command, name, each.getValue(), below.contains(name));
                if (itself && each.getValue().isPresent()) {
                    tellMore(command, each.getValue().get());
                }
            }
        }
        return metadata.left() == 0
                ? Completion.of("LIST completed")
                : Completion.of(new ResponseCode.LongEntries(metadata.left()), "LIST completed");
    }

    /// What else LIST was asked to return of a mailbox. RFC 5819 §2, RFC 8440 §4: nothing of those
    /// that are told for the sake of others below them.
    private void tellMore(Listing command, Named named) throws IOException {
        if (command.returns().contains(Listing.Return.MYRIGHTS)) { // RFC 8440 §3
            out.send(AccessCommands.myRights(named.name(), named.rights()));
        }
        if (!command.status().isEmpty() && named.rights().has(Right.READ)) { // RFC 5819
            out.send(mailboxes.status(named, command.status()));
        }
        if (command.metadata().isPresent()) { // RFC 9590
            var told = metadata.listed(named, command.metadata().get());
            if (told.isPresent()) {
                out.send(told.get());
            }
        }
    }

    /// A special use is its owner's: nobody's drafts go to another's mailbox (RFC 6154 §2).
    private static Optional<SpecialUse> use(Optional<Named> named) {
        return named.filter(Named::own).flatMap(own -> own.mailbox().specialUse());
    }

    private boolean selected(Listing command, String name, Optional<Named> named) {
        boolean use = use(named).isPresent();
        return (subscribed.contains(name)
                        || !command.selections().contains(Listing.Selection.SUBSCRIBED))
                && (use || !command.selections().contains(Listing.Selection.SPECIAL_USE));
    }

    private void tell(Listing command, String name, Optional<Named> named, boolean below)
            throws IOException {
        var attributes = new ArrayList<String>();
        if (named
                .isEmpty()) { // RFC 5258 §3: \NonExistent implies \Noselect, which old clients know
            attributes.add("\\NonExistent");
            if (!command.extended()) {
                attributes.add("\\Noselect");
            }
        }
        attributes.add(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
        boolean subscriptions =
                command.returns().contains(Listing.Return.SUBSCRIBED)
                        || command.selections().contains(Listing.Selection.SUBSCRIBED);
        if (subscriptions && subscribed.contains(name)) {
            attributes.add("\\Subscribed");
        }
        use(named).ifPresent(use -> attributes.add(use.attribute()));
        // RFC 5258 §3.5: CHILDINFO tells of SUBSCRIBED, the option that old clients ask by
        boolean tellsBelow = below && command.selections().contains(Listing.Selection.SUBSCRIBED);
        out.send(
                new ImapResponse.Listed(
                        false, attributes, name, tellsBelow ? List.of("SUBSCRIBED") : List.of()));
    }

    /// RFC 3501 §6.3.9: a level above a subscribed mailbox is told, with `\Noselect`, when `%`
    /// stops at it and it is not subscribed itself. What is subscribed is told without it, mailbox
    /// or not: with it, nobody could tell the two apart.
    Completion lsub(ImapCommand.Lsub command) throws IOException {
        var pattern = new MailboxPattern(command.pattern());
        boolean levels = command.pattern().endsWith("%");
        var above = new HashSet<String>();
        addSubscribed();
        subscribed.forEach(name -> above.addAll(above(name)));
        for (String name : all.keySet()) {
            boolean itself = subscribed.contains(name);
            if (pattern.matches(name) && (itself || (levels && above.contains(name)))) {
                List<String> attributes = itself ? List.of() : List.of("\\Noselect");
                out.send(new ImapResponse.Listed(true, attributes, name, List.of()));
            }
        }
        return Completion.of("LSUB completed");
    }
}
