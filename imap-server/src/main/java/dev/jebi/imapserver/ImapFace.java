package dev.jebi.imapserver;

import dev.jebi.mailstore.MailStore;
import dev.jebi.wire.Wire;

import java.time.InstantSource;

/// The IMAP face of one process. Safe for use by several threads.
public final class ImapFace {
    private final ImapSettings settings;
    private final MailStore store;
    private final InstantSource clock;
    private final RecentMarks marks = new RecentMarks();

    /// A face of the store.
    public ImapFace(ImapSettings settings, MailStore store, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    /// Runs one session to its end, on the calling thread.
    public void session(Wire wire) {
        new ImapSession(this, wire).run();
    }

    /// Begins to get ready for clients that ask for whole mailboxes, in the background.
    public WarmStart warm() {
        return new WarmStart(this);
    }

    ImapSettings settings() {
        return settings;
    }

    ImapLimits limits() {
        return settings.limits();
    }

    MailStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    RecentMarks marks() {
        return marks;
    }
}
