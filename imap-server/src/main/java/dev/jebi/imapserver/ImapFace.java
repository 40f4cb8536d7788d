package dev.jebi.imapserver;

import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.sharing.Annotations;
import dev.jebi.mailstore.sharing.AppendLimits;
import dev.jebi.mailstore.sharing.Groups;
import dev.jebi.mailstore.sharing.Operators;
import dev.jebi.mailstore.sharing.SharedTrees;
import dev.jebi.mailstore.sharing.Sharing;
import dev.jebi.wire.Wire;

import java.time.InstantSource;

/// The IMAP face of one process. Safe for use by several threads.
public final class ImapFace {
    private final ImapSettings settings;
    private final MailStore store;
    private final InstantSource clock;
    private final RecentMarks marks = new RecentMarks();
    private final Sharing sharing;
    private final SharedTrees trees;
    private final AppendLimits appendLimits;
    private final Annotations annotations;
    private final Operators operators;
    private final KeptViews keptViews;

    /// A face of the store, where there are no groups.
    public ImapFace(ImapSettings settings, MailStore store, InstantSource clock) {
        this(settings, store, clock, Groups.NONE);
    }

    /// A face of the store.
    ///
    /// @param groups those that mailboxes can be shared with
    public ImapFace(ImapSettings settings, MailStore store, InstantSource clock, Groups groups) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.sharing = new Sharing(store, groups);
        this.trees = new SharedTrees(store.register());
        this.appendLimits = new AppendLimits(store.register());
        this.annotations = new Annotations(store.register());
        this.operators = new Operators(store.register());
        this.keptViews = new KeptViews(store, clock);
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

    /// Who may do what with whose mailboxes.
    Sharing sharing() {
        return sharing;
    }

    SharedTrees trees() {
        return trees;
    }

    AppendLimits appendLimits() {
        return appendLimits;
    }

    Annotations annotations() {
        return annotations;
    }

    Operators operators() {
        return operators;
    }

    /// Who sees what was expunged as a mailbox.
    KeptViews keptViews() {
        return keptViews;
    }
}
