package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.ModSeq;

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

    WarmStart(ImapFace face) {
        this.face = face;
        this.thread = Thread.ofPlatform().daemon().name("imap-warm-start").start(this::run);
    }

    private static Set<FetchItem> items(FetchItem... items) {
        return new LinkedHashSet<>(List.of(items));
    }

    private void run() {
        long begin = System.nanoTime();
        int left = MESSAGES;
        try {
            for (MailboxInfo mailbox : largest()) {
                if (ended || mailbox.exists() > left) {
                    break;
                }
                left -= (int) mailbox.exists();
                look(mailbox);
            }
        } catch (IOException | RuntimeException e) { // clients come without it too
            log.warn("event=warm-start outcome=failed", e);
        }
        if (left < MESSAGES) {
            for (int i = 0; i < LOGINS && !ended; i++) {
                face.store().directory().verify("", ""); // there is none: takes as long
            }
            long millis = (System.nanoTime() - begin) / 1_000_000;
            log.info("event=warm-start messages={} millis={}", MESSAGES - left, millis);
        }
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

    private void look(MailboxInfo info) throws IOException {
        var opened = face.store().open(info.account(), info.name());
        if (opened.isEmpty()) {
            return;
        }
        var nowhere = new Nowhere();
        try (var view = new SelectedMailbox(opened.get(), true, new RecentMarks())) {
            for (int first = 1; first <= view.count(); first += STEP) {
                var some = new MessageSet.Range(first, first + STEP - 1);
                var items = ITEMS.get(first / STEP % ITEMS.size());
                FetchScan.of(view, new Responder(nowhere), items, ModSeq.ZERO, "warm-start")
                        .orElseThrow()
                        .run(view.find(new MessageSet.Numbers(List.of(some))));
            }
        } catch (WireGone e) {
            log.debug("event=warm-start outcome=ended", e);
        }
    }

    /// Tells nobody.
    private final class Nowhere implements Responder.Outlet {
        @Override
        public void write(byte[] octets, int length) throws IOException {
            if (ended) {
                throw new IOException("the server stops");
            }
        }

        @Override
        public void write(Content content) {}

        @Override
        public void flush() {}
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
