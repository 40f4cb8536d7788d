package dev.jebi.useragent.online;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Change;
import dev.jebi.useragent.local.Delta;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Changes while the server is away: they wait on the disk, and what is kept here shows them at
/// once. Only to messages that are known here; else the server is needed.
final class Postponing {
    private final LocalStore local;
    private final Failure away;

    /// @param away why the server cannot be asked
    Postponing(LocalStore local, Failure away) {
        this.local = local;
        this.away = away;
    }

    Map<MessageRef, List<String>> flag(
            List<MessageRef> messages, List<String> set, List<String> clear) throws IOException {
        List<Envelope> rows = known(messages);
        later(
                Change.Kind.FLAG,
                rows,
                Stream.concat(set.stream().map("+"::concat), clear.stream().map("-"::concat))
                        .toList());
        var now = new LinkedHashMap<MessageRef, List<String>>();
        for (Envelope row : rows) {
            var flags = new LinkedHashSet<>(row.flags());
            flags.addAll(set);
            clear.forEach(flags::remove);
            now.put(row.ref(), List.copyOf(flags));
            local.mailbox(row.mailbox()).apply(Delta.flags(Map.of(row.uid(), List.copyOf(flags))));
        }
        return now;
    }

    List<Mailboxes.Moved> move(List<MessageRef> messages, String mailbox) throws IOException {
        List<Envelope> rows = known(messages);
        later(Change.Kind.MOVE, rows, List.of(mailbox));
        forget(rows);
        return rows.stream().map(row -> new Mailboxes.Moved(row.ref(), Optional.empty())).toList();
    }

    Boolean remove(List<MessageRef> messages) throws IOException {
        List<Envelope> rows = known(messages);
        later(Change.Kind.REMOVE, rows, List.of());
        forget(rows);
        return true;
    }

    private List<Envelope> known(List<MessageRef> messages) throws IOException {
        var rows = new ArrayList<Envelope>();
        for (MessageRef message : new LinkedHashSet<>(messages)) {
            rows.add(local.mailbox(message.mailbox()).row(message.uid()).orElseThrow(() -> away));
        }
        return rows;
    }

    private void later(Change.Kind kind, List<Envelope> rows, List<String> words)
            throws IOException {
        var changes = new ArrayList<Change>();
        for (Envelope row : rows) {
            long validity = local.mailbox(row.mailbox()).state().uidValidity();
            changes.add(new Change(kind, row.ref(), validity, words));
        }
        local.later().add(changes);
        local.changed();
    }

    private void forget(List<Envelope> rows) throws IOException {
        for (Envelope row : rows) {
            local.mailbox(row.mailbox()).apply(Delta.gone(Set.of(row.uid())));
        }
    }
}
