package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MailboxSource;
import dev.jebi.imapserver.command.SearchReturns;
import dev.jebi.imapserver.command.SearchReturns.Result;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Condition;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.Right;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// ESEARCH (RFC 7377): searches several mailboxes, one after the other. For one thread.
final class MultiSearchCommand {
    private final Sitting sitting;
    private final Names names;

    MultiSearchCommand(Sitting sitting) {
        this.sitting = sitting;
        this.names = sitting.names();
    }

    Completion search(ImapCommand.MultiSearch command, String tag) throws IOException {
        var returns = command.returns();
        var selected = sitting.selected();
        boolean here = command.sources().contains(MailboxSource.Plain.SELECTED);
        boolean update = returns.has(Result.UPDATE);
        if ((here || update) && selected.isEmpty()) { // RFC 7377 §2.2
            throw ImapRefusal.bad("select a mailbox first");
        }
        if (returns.has(Result.SAVE) && !(here && command.sources().size() == 1)) {
            throw ImapRefusal.bad("SAVE is of searches in the selected mailbox alone");
        }
        if (update && selected.isPresent() && selected.get().live().has(tag)) {
            throw ImapRefusal.bad("this tag stands for another search"); // RFC 5267 §4.3
        }
        if (sitting.enabled().uidOnly() && SearchKeys.numbered(command.key())) {
            throw UidOnly.refusal();
        }
        if (command.modSeq()) { // RFC 7162 §3.1
            sitting.enable(Enabled.Extension.CONDSTORE);
        }
        if (update && !here) {
            sitting.send(
                    new ImapResponse.Untagged(
                            Condition.NO,
                            Optional.of(new ResponseCode.NoUpdate(tag)),
                            "only the selected mailbox is kept an eye on"));
        }
        var mailboxes = mailboxes(command);
        if (mailboxes.size() > FindLimits.STANDARD.mailboxes()) { // RFC 7377 §2.4
            throw ImapRefusal.no(ResponseCode.Word.LIMIT, "too many mailboxes for one search");
        }
        for (Named named : mailboxes) {
            if (selected.isPresent() && isOf(selected.get(), named.mailbox())) {
                search(command, tag, here ? returns : still(returns), named, selected.get());
            } else {
                search(command, tag, named);
            }
        }
        return Completion.of("ESEARCH completed");
    }

    /// What is answered of mailboxes that are not selected.
    private static SearchReturns still(SearchReturns returns) {
        var results = EnumSet.copyOf(returns.results());
        results.remove(Result.UPDATE);
        return new SearchReturns(results, returns.partial());
    }

    private static boolean isOf(SelectedMailbox view, MailboxInfo mailbox) {
        var opened = view.opened();
        return opened.id().equals(mailbox.id()) && opened.account().equals(mailbox.account());
    }

    private void search(ImapCommand.MultiSearch command, String tag, Named named)
            throws IOException {
        var opened = names.opened(named);
        if (opened.isEmpty()) {
            return; // deleted meanwhile
        }
        try (var view =
                new SelectedMailbox(
                        opened.get().mailbox(),
                        opened.get().access(),
                        true,
                        sitting.face().marks(),
                        sitting.enabled())) {
            search(command, tag, still(command.returns()), named, view);
        }
    }

    private void search(
            ImapCommand.MultiSearch command,
            String tag,
            SearchReturns returns,
            Named named,
            SelectedMailbox view)
            throws IOException {
        var uidSearch =
                new ImapCommand.Search(command.key(), true, Optional.of(returns), command.modSeq());
        var asked = new SearchCommands.Asked(tag, uidSearch, returns, List.of());
        var source = new ImapResponse.Source(named.name(), named.mailbox().uidValidity());
        new SearchCommands(sitting, view).esearch(asked, Optional.of(source));
    }

    /// The mailboxes that are searched, each once; who may not read one does not hear of it (RFC
    /// 7377 §2.2).
    private List<Named> mailboxes(ImapCommand.MultiSearch command) throws IOException {
        var found = new LinkedHashMap<MailboxName, Named>();
        var listed = names.all();
        for (MailboxSource source : command.sources()) {
            named(source, listed).stream()
                    .filter(named -> named.rights().has(Right.READ))
                    .forEach(named -> found.putIfAbsent(named.name(), named));
        }
        return List.copyOf(found.values());
    }

    private List<Named> named(MailboxSource source, List<Named> listed) throws IOException {
        return switch (source) {
            case MailboxSource.Plain plain ->
                    switch (plain) {
                        case SELECTED -> selected().stream().toList();
                        // RFC 5465 §6.3: rules of a person's own may deliver to any
                        case PERSONAL, INBOXES -> listed.stream().filter(Named::own).toList();
                        case SUBSCRIBED -> {
                            var account = names.account().id();
                            var subscribed = sitting.face().store().subscriptions(account);
                            yield listed.stream()
                                    .filter(n -> subscribed.contains(n.name()))
                                    .toList();
                        }
                    };
            case MailboxSource.Named(var asked) -> {
                var found = new ArrayList<Named>();
                for (MailboxName name : asked) {
                    names.find(name).ifPresent(found::add);
                }
                yield found;
            }
            case MailboxSource.Subtree(var tops, boolean oneLevel) ->
                    listed.stream()
                            .filter(n -> tops.stream().anyMatch(t -> below(n.name(), t, oneLevel)))
                            .toList();
        };
    }

    /// The mailbox that is selected, under the name that this account has for it.
    private Optional<Named> selected() throws IOException {
        var view = sitting.selected();
        if (view.isEmpty()) {
            return Optional.empty();
        }
        var info = view.get().opened();
        boolean own = info.account().equals(names.account().id());
        var name = Optional.of(info.name().value());
        if (!own) {
            name = names.root(info.account());
            if (!info.name().isInbox()) {
                name = name.map(root -> root + MailboxName.SEPARATOR + info.name());
            }
        }
        return name.map(MailboxName::new)
                .map(known -> new Named(known, info, view.get().rights(), own));
    }

    private static boolean below(MailboxName name, MailboxName top, boolean oneLevel) {
        if (name.equals(top)) {
            return true;
        }
        String prefix = top.value() + "/";
        return name.value().startsWith(prefix)
                && !(oneLevel && name.value().indexOf('/', prefix.length()) >= 0);
    }
}
