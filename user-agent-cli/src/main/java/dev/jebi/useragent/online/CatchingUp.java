package dev.jebi.useragent.online;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Change;
import dev.jebi.useragent.local.Claim;
import dev.jebi.useragent.local.Later;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Makes the changes that had to wait, in their order, those that go together with one command.
/// What somebody else has done meanwhile wins: a message that is gone stays gone, and what the
/// server does not do is told and undone here.
final class CatchingUp {
    private final ImapMailboxes server;
    private final ImapChanges changes;
    private final LocalStore local;

    CatchingUp(ImapMailboxes server, ImapChanges changes, LocalStore local) {
        this.server = server;
        this.changes = changes;
        this.local = local;
    }

    /// @param into what became of each, as far as it came
    void run(List<Mailboxes.Made> into) throws IOException {
        Later later = local.later();
        Optional<Claim> claim = later.claim();
        if (claim.isEmpty()) {
            return; // another process is at it
        }
        try (Claim _ = claim.get()) {
            for (List<Change> all = later.all(); !all.isEmpty(); all = later.all()) {
                Change first = all.getFirst();
                List<Change> together = all.stream().takeWhile(first::goesWith).toList();
                into.addAll(make(together));
                later.done(together);
            }
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.TRY_AGAIN) {
                throw failure;
            }
            // the server wants it later: what waits does not hinder what comes now
        }
    }

    private List<Mailboxes.Made> make(List<Change> together) throws IOException {
        Change first = together.getFirst();
        List<MessageRef> all = together.stream().map(Change::message).distinct().toList();
        Set<Long> uids;
        try {
            uids = changes.there(first.message().mailbox(), first.uidValidity(), all);
        } catch (Failure failure) {
            return told(together, later(failure));
        }
        var made = new ArrayList<Mailboxes.Made>();
        var there = all.stream().filter(ref -> uids.contains(ref.uid())).toList();
        String trouble = there.isEmpty() ? "" : make(first, there);
        for (Change change : together) {
            boolean gone = !uids.contains(change.message().uid());
            made.add(new Mailboxes.Made(change, gone ? "it is gone from there" : trouble));
        }
        return made;
    }

    /// @return why the server did not do it, or nothing
    private String make(Change change, List<MessageRef> there) throws IOException {
        try {
            switch (change.kind()) {
                case FLAG -> changes.flag(there, change.flags('+'), change.flags('-'));
                case MOVE -> changes.take(there, target(change.words().getFirst()), true);
                case REMOVE -> changes.remove(there);
            }
            return "";
        } catch (Failure failure) {
            String trouble = later(failure);
            changes.again(change.message().mailbox(), there);
            return trouble;
        }
    }

    /// While the server was away nobody knew which mailbox is e.g. its trash.
    private String target(String named) throws IOException {
        String use = named.toLowerCase(Locale.ROOT);
        boolean listed = local.mailboxes().stream().map(MailboxLine::name).anyMatch(named::equals);
        return !listed && ServerLines.USES.contains(use) ? server.mailboxFor(use) : named;
    }

    /// What passes is tried again; the rest is said.
    private static String later(Failure failure) {
        if (failure.kind() == Failure.Kind.UNREACHABLE
                || failure.kind() == Failure.Kind.TRY_AGAIN) {
            throw failure;
        }
        return failure.sentence();
    }

    private static List<Mailboxes.Made> told(List<Change> changes, String trouble) {
        return changes.stream().map(change -> new Mailboxes.Made(change, trouble)).toList();
    }
}
