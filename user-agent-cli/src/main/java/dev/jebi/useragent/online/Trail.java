package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where messages went on a server that does not tell it (without UIDPLUS, RFC 4315): their ids are
/// looked for among the newest of where they went to.
final class Trail {
    private final LocalStore local;
    private final Map<MessageRef, Long> ids = new HashMap<>();

    Trail(LocalStore local) {
        this.local = local;
    }

    /// Notes who the messages are, before they go.
    void begin(List<MessageRef> refs) throws IOException {
        for (MessageRef ref : refs) {
            Optional<Envelope> row = local.mailbox(ref.mailbox()).row(ref.uid());
            row.ifPresent(known -> ids.put(ref, known.id()));
        }
    }

    boolean begun() {
        return !ids.isEmpty();
    }

    /// The same with the places that were found; the rows of the target are in step.
    List<Mailboxes.Moved> end(List<Mailboxes.Moved> moved, LocalMailbox target) throws IOException {
        int most = Math.max(ImapSync.NEWEST, 2 * moved.size());
        List<Envelope> newest = target.newest(most).reversed();
        Set<MessageRef> taken = new HashSet<>();
        var found = new ArrayList<Mailboxes.Moved>();
        for (Mailboxes.Moved one : moved) {
            Long id = ids.get(one.from());
            Optional<MessageRef> place =
                    id == null || one.to().isPresent()
                            ? one.to()
                            : newest.stream()
                                    .filter(row -> row.id() == id)
                                    .map(Envelope::ref)
                                    .filter(taken::add)
                                    .findFirst();
            found.add(new Mailboxes.Moved(one.from(), place));
        }
        return found;
    }
}
