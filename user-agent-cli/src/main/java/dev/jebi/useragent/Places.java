package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.local.StableId;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Progress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds messages by what a person or a script calls them: `MAILBOX:UID`, a UID in INBOX, or the id
/// that stays when a message is moved.
final class Places {
    private final LocalStore store;
    private final Mailboxes mailboxes;
    private boolean looked;

    Places(LocalStore store, Mailboxes mailboxes) {
        this.store = store;
        this.mailboxes = mailboxes;
    }

    /// Where the messages are; one that is in several mailboxes must be named by its place.
    List<MessageRef> refs(List<String> words) throws IOException {
        var refs = new ArrayList<MessageRef>();
        for (String word : words) {
            if (!StableId.isOne(word)) {
                refs.add(MessageRef.parse(word));
                continue;
            }
            List<Envelope> found = found(word);
            if (found.size() > 1) {
                throw new Failure(
                        Failure.Kind.USAGE,
                        word
                                + " is in several mailboxes; say which one: "
                                + String.join(
                                        ", ",
                                        found.stream().map(e -> e.ref().toString()).toList()));
            }
            refs.add(found.getFirst().ref());
        }
        return refs;
    }

    /// One message to look at, wherever it is.
    Envelope row(String word) throws IOException {
        return StableId.isOne(word)
                ? found(word).getFirst()
                : mailboxes.row(MessageRef.parse(word));
    }

    private List<Envelope> found(String word) throws IOException {
        long id = StableId.parse(word);
        List<Envelope> found = store.find(id);
        if (found.isEmpty() && !looked) {
            looked = true;
            for (MailboxLine line : mailboxes.list()) {
                if (line.selectable() && line.messages() > 0) {
                    mailboxes.sync(line.name(), Mailboxes.Depth.HEADERS, Progress.NONE);
                }
            }
            found = store.find(id);
        }
        if (found.isEmpty()) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "there is no message " + word + "; jebi mail ls shows what there is");
        }
        return found;
    }
}
