package dev.jebi.useragent.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds conversations among what is known here: messages with the same number of the server or the
/// same first reference, and those that name one of them although their chain was cut.
public final class Conversations {
    /// More rounds than any chain of cut chains needs.
    private static final int MAX_ROUNDS = 10;

    private final LocalStore store;

    public Conversations(LocalStore store) {
        this.store = store;
    }

    /// All messages of the conversation, the oldest first; each once, also when it is in several
    /// mailboxes.
    public List<Envelope> of(Envelope row) throws IOException {
        Map<Long, Envelope> found = new LinkedHashMap<>();
        found.put(row.id(), row);
        Set<Long> threads = new HashSet<>();
        Set<String> ids = new HashSet<>();
        int before = 0;
        for (int round = 0; round < MAX_ROUNDS && before != found.size(); round++) {
            before = found.size();
            for (Envelope one : found.values()) {
                threads.add(one.thread());
                ids.addAll(ids(one));
            }
            for (MailboxLine line : store.mailboxes()) {
                store.mailbox(line.name())
                        .search(
                                one -> threads.contains(one.thread()) || names(one, ids),
                                Integer.MAX_VALUE)
                        .forEach(one -> found.putIfAbsent(one.id(), one));
            }
        }
        var all = new ArrayList<>(found.values());
        all.sort(Comparator.comparing(Envelope::date));
        return all;
    }

    private static boolean names(Envelope row, Set<String> ids) {
        if (ids.contains(row.words().messageId())) {
            return true;
        }
        for (String id : row.words().references().split(" ", -1)) {
            if (ids.contains(id)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> ids(Envelope row) {
        var ids = new HashSet<String>(List.of(row.words().references().split(" ", -1)));
        ids.add(row.words().messageId());
        ids.remove("");
        return ids;
    }
}
