package dev.jebi.imapserver;

import static dev.jebi.mailstore.MailboxName.SEPARATOR;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.ImapCommand.Listing;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;

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
    private final Responder out;

    /// Every mailbox by name, and the levels above them that are no mailboxes, which are empty.
    private final Map<String, Optional<MailboxInfo>> all = new LinkedHashMap<>();

    private final Set<String> parents = new HashSet<>();

    /// What is subscribed to, mailboxes or not.
    private final Set<String> subscribed = new LinkedHashSet<>();

    ListCommands(ImapFace face, AccountId account, Responder out) {
        this.mailboxes = new MailboxCommands(face, account);
        this.out = out;
        for (MailboxInfo info : face.store().mailboxes(account)) {
            for (String parent : above(info.name().value())) {
                parents.add(parent);
                all.putIfAbsent(parent, Optional.empty());
            }
            all.put(info.name().value(), Optional.of(info));
        }
        for (MailboxName name : face.store().subscriptions(account)) {
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
            all.forEach((name, info) -> {
                // RFC 5258 §3.5: who matches the patterns is told of directly
                boolean told = patterns.stream().anyMatch(p -> p.matches(name));
                if (!told && selected(command, name, info)) {
                    below.addAll(above(name));
                }
            });
        }
        for (var each : all.entrySet()) {
            String name = each.getKey();
            boolean wanted = selected(command, name, each.getValue()) || below.contains(name);
            if (wanted && patterns.stream().anyMatch(p -> p.matches(name))) {
                tell(command, name, each.getValue(), below.contains(name));
            }
        }
        return Completion.of("LIST completed");
    }

    private boolean selected(Listing command, String name, Optional<MailboxInfo> info) {
        boolean use = info.flatMap(MailboxInfo::specialUse).isPresent();
        return (subscribed.contains(name)
                        || !command.selections().contains(Listing.Selection.SUBSCRIBED))
                && (use || !command.selections().contains(Listing.Selection.SPECIAL_USE));
    }

    private void tell(Listing command, String name, Optional<MailboxInfo> info, boolean below)
            throws IOException {
        var attributes = new ArrayList<String>();
        if (info.isEmpty()) { // RFC 5258 §3: \NonExistent implies \Noselect, which old clients know
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
        info.flatMap(MailboxInfo::specialUse).ifPresent(use -> attributes.add(use.attribute()));
        // RFC 5258 §3.5: CHILDINFO tells of SUBSCRIBED, the option that old clients ask by
        boolean tellsBelow = below && command.selections().contains(Listing.Selection.SUBSCRIBED);
        out.send(
                new ImapResponse.Listed(
                        false, attributes, name, tellsBelow ? List.of("SUBSCRIBED") : List.of()));
        if (info.isPresent() && !command.status().isEmpty()) { // RFC 5819
            out.send(mailboxes.status(info.get(), command.status()));
        }
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
