package dev.jebi.useragent;

import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.online.Mailboxes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where messages in the trash came from, so that `undelete` brings them back there.
final class Origins {
    private static final String NOTE = "origins";

    /// As many as anybody brings back one by one.
    private static final int MOST = 5_000;

    private final LocalStore store;

    Origins(LocalStore store) {
        this.store = store;
    }

    void remember(List<Mailboxes.Moved> trashed) throws IOException {
        Map<String, String> all = read();
        for (Mailboxes.Moved moved : trashed) {
            moved.to().ifPresent(to -> all.put(to.toString(), moved.from().mailbox()));
        }
        var text = new StringBuilder();
        int over = all.size() - MOST;
        for (var entry : all.entrySet()) {
            boolean plain = (entry.getKey() + entry.getValue()).chars().noneMatch(c -> c < ' ');
            if (over-- <= 0 && plain) {
                text.append(entry.getKey()).append('\t').append(entry.getValue()).append('\n');
            }
        }
        if (!trashed.isEmpty()) {
            store.note(NOTE, text.toString());
        }
    }

    Optional<String> of(MessageRef ref) throws IOException {
        return Optional.ofNullable(read().get(ref.toString()));
    }

    private Map<String, String> read() throws IOException {
        var all = new LinkedHashMap<String, String>();
        for (String line : store.note(NOTE).orElse("").split("\n", -1)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                all.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return all;
    }
}
