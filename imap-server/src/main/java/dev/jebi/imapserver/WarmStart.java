package dev.jebi.imapserver;

import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// After a start, looks at the largest mailboxes once, as a client would that comes back with
/// nothing: their messages are in memory then, and the JVM has compiled what FETCH runs through.
/// Small stores have nothing to gain. Safe for use by several threads.
public final class WarmStart implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WarmStart.class);

    /// Messages of all the mailboxes that are looked at, at most.
    private static final int MESSAGES = 200_000;

    /// Passwords that are checked.
    private static final int LOGINS = 3;

    /// A mailbox with fewer messages is not worth it.
    private static final int WORTHWHILE = 2_000;

    /// Messages that are asked for at once: often enough another answer begins.
    private static final int STEP = 500;

    /// How often all is looked at: what is compiled at first is compiled anew when more was seen.
    private static final int ROUNDS = 3;

    /// What clients ask for; compiled code that never saw one of them begins anew with it.
    private static final List<Set<FetchItem>> ITEMS =
            List.of(
                    items(
                            FetchItem.Plain.UID,
                            FetchItem.Plain.FLAGS,
                            FetchItem.Plain.INTERNAL_DATE,
                            FetchItem.Plain.SIZE,
                            FetchItem.Plain.ENVELOPE,
                            FetchItem.Plain.BODY_STRUCTURE),
                    items(FetchItem.Plain.FLAGS),
                    items(FetchItem.Plain.ENVELOPE, FetchItem.Plain.BODY_STRUCTURE),
                    items(FetchItem.Plain.UID, FetchItem.Plain.FLAGS, FetchItem.Plain.MODSEQ));

    private final ImapFace face;
    private final Thread thread;
    private volatile boolean ended;
    private volatile long looked;

    WarmStart(ImapFace face) {
        this.face = face;
        this.thread = Thread.ofPlatform().daemon().name("imap-warm-start").start(this::run);
    }

    private static Set<FetchItem> items(FetchItem... items) {
        return new LinkedHashSet<>(List.of(items));
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            var largest = largest();
            if (!largest.isEmpty()) {
                look(largest);
                for (int i = 0; i < LOGINS && !ended; i++) {
                    face.store().directory().verify("", ""); // there is none: takes as long
                }
                long millis = (System.nanoTime() - begin) / 1_000_000;
                log.info("event=warm-start messages={} millis={}", looked, millis);
            }
        } catch (IOException | RuntimeException e) { // clients come without it too
            log.warn("event=warm-start outcome=failed", e);
        }
    }

    private void look(List<MailboxInfo> largest) throws IOException {
        long messages = 0;
        try (var own = new OwnConnection()) {
            for (MailboxInfo mailbox : largest) {
                if (ended || messages + mailbox.exists() > MESSAGES) {
                    break;
                }
                look(mailbox, own.wire());
                messages += mailbox.exists();
                looked = messages;
            }
        }
    }

    /// The messages of the mailboxes that it has looked at.
    long looked() {
        return looked;
    }

    private List<MailboxInfo> largest() {
        var worthwhile = new ArrayList<MailboxInfo>();
        for (var account : face.store().directory().accounts()) {
            for (var mailbox : face.store().mailboxes(account.id())) {
                if (mailbox.exists() >= WORTHWHILE && mailbox.exists() <= MESSAGES) {
                    worthwhile.add(mailbox);
                }
            }
        }
        worthwhile.sort(Comparator.comparingLong(MailboxInfo::exists).reversed());
        return worthwhile;
    }

    private void look(MailboxInfo info, Wire wire) throws IOException {
        var opened = face.store().open(info.account(), info.name());
        if (opened.isEmpty()) {
            return;
        }
        try (var view =
                new SelectedMailbox(
                        opened.get(), Access.OWNER, true, new RecentMarks(), new Enabled())) {
            for (int step = 0; step < ROUNDS * (view.count() / STEP + 1) && !ended; step++) {
                int first = step * STEP % view.count() + 1;
                var some = new MessageSet.Range(first, first + STEP - 1);
                var items = ITEMS.get(step % ITEMS.size());
                FetchScan.of(view, new Responder(wire), items, ModSeq.ZERO, "warm-start")
                        .orElseThrow()
                        .run(view.find(new MessageSet.Numbers(List.of(some))));
            }
        } catch (WireGone e) {
            log.debug("event=warm-start outcome=ended", e);
        }
    }

    /// Ends it; returns when it has ended.
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
