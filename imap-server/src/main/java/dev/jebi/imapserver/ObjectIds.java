package dev.jebi.imapserver;

import dev.jebi.mailstore.EmailId;
import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.ThreadId;

import java.util.Optional;

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

    /// The message of that identity; empty when there can be none.
    static Optional<EmailId> email(String id) {
        return number('M', id).map(EmailId::new);
    }

    /// The thread of that identity; empty when there can be none.
    static Optional<ThreadId> thread(String id) {
        return number('T', id).map(ThreadId::new);
    }

    private static Optional<Long> number(char kind, String id) {
        try {
            var number = Optional.of(Long.parseLong(id.substring(1)));
            return number.filter(n -> id.equals(kind + Long.toString(n)));
        } catch (IndexOutOfBoundsException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
