package dev.jebi.transfer.abuse;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What owners have taught by putting mail among the junk and taking it out: the name of domains
/// with them, and the words of their junk. Safe for use by several threads.
public final class LearnedTaste implements Taste {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedTaste.class);
    private static final String KIND = "junk-words";
    private static final String KEY = "all";

    /// Accounts whose words are kept in memory, a quarter of a megabyte each.
    private static final int KEPT = 64;

    /// Another node may have learned.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Register register;
    private final Reputation reputation;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<AccountId, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, Kept> eldest) {
                    return size() > KEPT;
                }
            };

    /// Counts that nobody changes any more.
    private record Kept(WordCounts counts, Instant read) {}

    /// A taste that is kept in a register.
    public LearnedTaste(Register register, InstantSource clock) {
        this.register = register;
        this.reputation = new Reputation(register, clock);
        this.clock = clock;
    }

    Reputation reputation() {
        return reputation;
    }

    @Override
    public Opinion of(AccountId account, Tasted tasted) {
        try {
            return judge(account, tasted);
        } catch (IOException | RuntimeException e) { // mail must not wait for it
            LOG.warn("event=taste-failed account={}", account.value(), e);
            return new Opinion(tasted.found(), "");
        }
    }

    private Opinion judge(AccountId account, Tasted tasted) throws IOException {
        var name = Reputation.Record.NONE;
        String author = tasted.author().orElse("");
        if (!author.isEmpty()) {
            name = reputation.of(account, author);
        }
        if (name.isGood()) {
            return new Opinion(
                    false,
                    tasted.found()
                            ? "It goes to the inbox all the same: the owner has taken mail of "
                                    + author
                                    + ", which stands behind it, out of the junk."
                            : "");
        }
        if (tasted.found()) {
            return new Opinion(true, "");
        }
        if (name.isBad()) {
            return new Opinion(
                    true,
                    "It belongs among the junk: the owner has put mail of "
                            + author
                            + " there "
                            + name.bad()
                            + " times.");
        }
        return words(account, tasted);
    }

    private Opinion words(AccountId account, Tasted tasted) throws IOException {
        var counts = counts(account);
        if (counts.junkMessages() == 0) {
            return new Opinion(false, "");
        }
        double likely = counts.junk(Words.of(tasted.content(), tasted.head()));
        return counts.sure(likely)
                ? new Opinion(
                        true,
                        "It belongs among the junk: its words are those of what the owner puts"
                                + " there ("
                                + Math.round(likely * 1_000) / 1_000.0
                                + " of 1).")
                : new Opinion(false, "");
    }

    /// What an account's words are; not to be changed.
    WordCounts counts(AccountId account) throws IOException {
        var now = clock.instant();
        lock.lock();
        try {
            var known = kept.get(account);
            if (known != null && known.read.plus(FRESH).isAfter(now)) {
                return known.counts;
            }
        } finally {
            lock.unlock();
        }
        var octets = register.value(name(account));
        var counts = octets.isEmpty() ? new WordCounts() : WordCounts.decode(octets.get());
        keep(account, counts);
        return counts;
    }

    /// Writes down what an account's words are from now on.
    void learned(AccountId account, WordCounts counts) throws IOException {
        boolean _ = register.put(name(account), counts.encode());
        keep(account, counts);
    }

    private void keep(AccountId account, WordCounts counts) {
        lock.lock();
        try {
            kept.put(account, new Kept(counts, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private static Name name(AccountId account) {
        return Name.of(account, KIND, KEY);
    }
}
