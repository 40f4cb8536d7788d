package dev.jebi.imapserver;

import dev.jebi.mailstore.Mailbox;

/// A mailbox that was opened for somebody: what it does, it asks their rights first. Close it.
///
/// @param named as it was when it was opened
record Opened(Named named, Mailbox mailbox, Access access) implements AutoCloseable {
    @Override
    public void close() {
        mailbox.close();
    }
}
