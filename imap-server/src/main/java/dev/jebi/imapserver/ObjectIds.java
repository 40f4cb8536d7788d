package dev.jebi.imapserver;

import dev.jebi.mailstore.EmailId;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.ThreadId;

/// The store's identities as RFC 8474 §4 writes them.
final class ObjectIds {
    private ObjectIds() {}

    static String of(MailboxId id) {
        return "F" + id.value();
    }

    static String of(EmailId id) {
        return "M" + id.value();
    }

    static String of(ThreadId id) {
        return "T" + id.value();
    }
}
