package dev.jebi.transfer.abuse;

import dev.jebi.authres.AuthenticationResults;
import dev.jebi.authres.AuthservId;
import dev.jebi.content.Content;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.MessageInfo;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Sorting;
import dev.jebi.mailstore.Uid;
import dev.jebi.mime.HeaderSection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Learns from what owners put among the junk and take out of it, on a thread of its own: nobody's
/// IMAP command waits for it. What a crash takes of it is not learned; no mail depends on that.
public final class Learner implements Sorting, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
    private static final int WAITING = 1_000;

    /// Messages of one command, and good ones beside them, that are learned.
    private static final int AT_ONCE = 200;

    private static final int GOOD_AT_ONCE = 50;

    /// By how many the good ones may be fewer before others are looked for.
    private static final int FEWER = 20;

    private static final int HEADER = 256 << 10;
    private static final int DOMAIN = 255;

    /// So many of the newest messages of an inbox are looked at for good ones.
    private static final int LOOKS = 5_000;

    private static final String GOOD = "junk-mark";

    /// Behind which nothing is learned any more.
    private static final Sorted END =
            new Sorted(
                    new AccountId(0),
                    MailboxName.INBOX,
                    List.of(),
                    MailboxName.INBOX,
                    List.of(),
                    false);

    private static final Duration LAST = Duration.ofSeconds(5);

    private final MailStore store;
    private final LearnedTaste taste;
    private final String hostname;
    private final List<Lessons> others;
    private final BlockingQueue<Sorted> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread worker;

    /// A learner that begins at once.
    ///
    /// @param hostname under which Authentication-Results were written
    public Learner(MailStore store, LearnedTaste taste, String hostname, List<Lessons> others) {
        this.store = store;
        this.taste = taste;
        this.hostname = hostname;
        this.others = List.copyOf(others);
        this.worker = Thread.ofVirtual().name("learner").start(this::run);
        store.tell(this);
    }

    @Override
    public void sorted(Sorted what) {
        if (!waiting.offer(first(what))) {
            LOG.warn("event=not-learned account={} why=\"too much waits\"", what.account().value());
        }
    }

    /// As much of it as is learned: whoever moves a hundred thousand messages to and fro does not
    /// fill our memory.
    private static Sorted first(Sorted what) {
        int most = Math.min(what.toUids().size(), AT_ONCE);
        return new Sorted(
                what.account(),
                what.from(),
                List.copyOf(what.fromUids().subList(0, most)),
                what.to(),
                List.copyOf(what.toUids().subList(0, most)),
                what.junk());
    }

    private void run() {
        try {
            while (true) {
                var what = waiting.take();
                if (what.equals(END)) {
                    return;
                }
                try {
                    learn(what);
                } catch (IOException | RuntimeException e) { // the next lesson is another
                    LOG.warn("event=not-learned account={}", what.account().value(), e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    private void learn(Sorted what) throws IOException {
        var account = what.account();
        var counts = taste.counts(account).copy();
        var good = good(account);
        var goodNow = new ArrayList<Long>();
        int learned = 0;
        try (var mailbox = store.open(account, what.to()).orElse(null)) {
            if (mailbox == null) {
                return; // deleted since
            }
            for (int i = 0; i < what.toUids().size(); i++) {
                var words = words(mailbox, what.toUids().get(i));
                if (words.isEmpty()) {
                    continue;
                }
                learned++;
                boolean wasGood =
                        what.from().equals(MailboxName.INBOX)
                                && good.has(what.fromUids().get(i).value());
                if (what.junk() && wasGood) {
                    counts.forget(words.get(), false);
                } else if (!what.junk() && what.to().equals(MailboxName.INBOX)) {
                    goodNow.add(what.toUids().get(i).value());
                }
                counts.learn(words.get(), what.junk());
                learnElsewhere(account, mailbox, what.toUids().get(i), what.junk());
            }
        }
        if (what.junk() && counts.goodMessages() < counts.junkMessages() + FEWER) {
            goodNow.addAll(learnGood(account, counts, good));
        }
        if (!goodNow.isEmpty()) {
            boolean _ = store.register().put(goodName(account), good.with(goodNow).octets());
        }
        taste.learned(account, counts);
        LOG.info(
                "event=learned account={} messages={} junk={} all-junk={} all-good={}",
                account.value(),
                learned,
                what.junk(),
                counts.junkMessages(),
                counts.goodMessages());
    }

    private static Optional<int[]> words(Mailbox mailbox, Uid uid) throws IOException {
        var content = mailbox.content(uid);
        var head = mailbox.head(uid);
        return content.isPresent() && head.isPresent()
                ? Optional.of(Words.of(content.get(), head.get()))
                : Optional.empty();
    }

    private void learnElsewhere(AccountId account, Mailbox mailbox, Uid uid, boolean junk)
            throws IOException {
        var content = mailbox.content(uid);
        if (content.isEmpty()) {
            return;
        }
        var author = author(content.get(), hostname);
        if (author.isPresent()) {
            taste.reputation().count(account, author.get(), junk);
        }
        for (Lessons other : others) {
            other.learn(content.get(), junk);
        }
    }

    /// The domain that was found to stand behind a message when it came; fields that others wrote
    /// in our name were left out then. What is foreign in ours, such as a quoted local part, is
    /// read as the value that it is.
    static Optional<String> author(Content content, String hostname) throws IOException {
        var header = HeaderSection.of(content.octets(0, (int) Math.min(content.size(), HEADER)));
        return header.all("Authentication-Results").stream()
                .filter(value -> AuthservId.claims(value, hostname))
                .flatMap(value -> AuthenticationResults.parse(value).results().stream())
                .filter(one -> one.method().equals("dmarc") && one.result().equals("pass"))
                .flatMap(one -> one.properties().stream())
                .filter(one -> one.name().equals("header.from") && one.value().length() <= DOMAIN)
                .map(one -> one.value().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /// Who only ever says what is junk has said what is not, too: what was read and left in the
    /// inbox. The newest are learned, each once.
    ///
    /// @return those that were learned now
    private List<Long> learnGood(AccountId account, WordCounts counts, LearnedGood good)
            throws IOException {
        var learned = new ArrayList<Long>();
        try (var inbox = store.open(account, MailboxName.INBOX).orElse(null)) {
            if (inbox == null) {
                return learned;
            }
            long[] uids = inbox.uids();
            int looks = 0;
            for (int i = uids.length - 1; i >= 0 && looks < LOOKS; i--, looks++) {
                var uid = new Uid(uids[i]);
                if (good.has(uids[i]) || inbox.message(uid).filter(Learner::kept).isEmpty()) {
                    continue;
                }
                var words = words(inbox, uid);
                words.ifPresent(some -> counts.learn(some, false));
                learned.add(uids[i]);
                if (learned.size() >= GOOD_AT_ONCE) {
                    break;
                }
            }
        }
        return learned;
    }

    private static boolean kept(MessageInfo message) {
        return message.flags().has(Flags.System.SEEN) && !message.flags().has(Flags.System.DELETED);
    }

    private LearnedGood good(AccountId account) throws IOException {
        return store.register()
                .value(goodName(account))
                .map(LearnedGood::of)
                .orElse(LearnedGood.NONE);
    }

    private static Name goodName(AccountId account) {
        return Name.of(account, GOOD, "inbox");
    }

    @Override
    public void close() {
        store.tell(Sorting.NONE);
        waiting.clear();
        if (waiting.offer(END)) { // never interrupted: it may be reading the store's files
            try {
                boolean ended = worker.join(LAST);
                LOG.debug("event=learner-ended in-time={}", ended);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // whoever stops us is in a hurry
            }
        }
    }
}
