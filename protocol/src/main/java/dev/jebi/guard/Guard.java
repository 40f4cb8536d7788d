package dev.jebi.guard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/// Who of those that nobody knows is let in, and how much is granted to them. This machine's own
/// addresses and trusted networks are never counted and never banned. Everything that is remembered
/// is bounded. Safe for use by several threads.
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final int LONGEST_KEY = 64;

    private final GuardLimits limits;
    private final Predicate<InetAddress> trusted;
    private final Bans bans;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    // under the lock
    private final Map<Block, Client> clients = bounded();
    private final Map<Block, Client> networks = bounded();
    private final Map<String, Window> accounts = bounded();
    private final Map<String, Instant> known = bounded();

    /// A guard before all faces of a process.
    ///
    /// @param trusted whose clients are not watched, beside this machine's own addresses
    public Guard(
            GuardLimits limits, Predicate<InetAddress> trusted, Bans bans, InstantSource clock) {
        this.limits = limits;
        this.trusted = trusted;
        this.bans = bans;
        this.clock = clock;
    }

    /// What is remembered of a client or a network.
    private record Client(Map<Costly, Window> costs, Guesses guesses, Convictions convictions) {}

    /// How often a client was banned, and when its last ban ended.
    private static final class Convictions {
        private int count;
        private Instant end = Instant.EPOCH;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > GuardLimits.REMEMBERED;
            }
        };
    }

    /// A connection has come.
    public Visit visit(InetAddress address) {
        return address.isLoopbackAddress() || trusted.test(address)
                ? Visit.FREE
                : new Watched(address);
    }

    /// A connection that is watched.
    private final class Watched implements Visit {
        private final InetAddress address;
        private final Block client;
        private final Optional<Denial> denied;
        private final Pace pace = new Pace(limits.lines());
        private volatile boolean signedIn;

        Watched(InetAddress address) {
            this.address = address;
            this.client = Block.client(address);
            this.denied = banned(address).or(() -> Guard.this.spend(address, Costly.CONNECTION));
        }

        @Override
        public Optional<Denial> denied() {
            return denied;
        }

        @Override
        public Optional<Denial> spend(Costly what) {
            return signedIn ? Optional.empty() : Guard.this.spend(address, what);
        }

        @Override
        public Optional<Denial> mayTry(String login) {
            var banned = banned(address);
            return banned.isPresent() ? banned : Guard.this.mayTry(address, key(login));
        }

        @Override
        public void wrong(String login, String mechanism, String attempt) {
            Guard.this.wrong(address, new Guesses.Guess(key(login), mechanism, attempt));
        }

        @Override
        public void signedIn(String login) {
            signedIn = true;
            Guard.this.signedIn(address, key(login));
        }

        @Override
        public long line() {
            return signedIn ? 0 : pace.line();
        }

        @Override
        public String toString() {
            return "visit of " + client;
        }
    }

    /// What a login is remembered by: strangers say as long ones as they like.
    private static String key(String login) {
        String key = login.toLowerCase(Locale.ROOT);
        return key.length() <= LONGEST_KEY
                ? key
                : key.substring(0, LONGEST_KEY) + "…" + Integer.toHexString(key.hashCode());
    }

    private Optional<Denial> banned(InetAddress address) {
        return bans.of(address).map(Ban::denial);
    }

    private Optional<Denial> spend(InetAddress address, Costly what) {
        var rate = limits.of(what);
        if (!rate.limited()) {
            return Optional.empty();
        }
        var now = clock.instant();
        lock.lock();
        try {
            var denial = spend(client(address).costs(), rate, Block.client(address), what, now);
            return denial.isPresent()
                    ? denial
                    : spend(
                            network(address).costs(),
                            rate.times(GuardLimits.NETWORK_SHARE),
                            Block.network(address),
                            what,
                            now);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Denial> spend(
            Map<Costly, Window> costs, Rate rate, Block who, Costly what, Instant now) {
        var window = costs.computeIfAbsent(what, _ -> new Window(rate));
        if (window.add(now)) {
            return Optional.empty();
        }
        String why = "too many " + what.words() + " from " + who + ": the limit is " + rate;
        if (window.count(now) == rate.count() + 1L) { // once, and not for all that come after
            LOG.warn("event=limit client={} what={} limit=\"{}\"", who, what, rate);
        }
        return Optional.of(new Denial(why, window.emptier(now)));
    }

    private Client client(InetAddress address) {
        return remembered(clients, Block.client(address), limits.guesses());
    }

    private Client network(InetAddress address) {
        return remembered(
                networks,
                Block.network(address),
                limits.guesses().times(GuardLimits.NETWORK_SHARE));
    }

    private static Client remembered(Map<Block, Client> all, Block who, Rate guesses) {
        Function<Block, Client> none =
                _ -> new Client(new LinkedHashMap<>(), new Guesses(guesses), new Convictions());
        return all.computeIfAbsent(who, none);
    }

    private Optional<Denial> mayTry(InetAddress address, String login) {
        var now = clock.instant();
        lock.lock();
        try {
            var client = clients.get(Block.client(address));
            var here =
                    client == null ? Optional.<Instant>empty() : client.guesses().shut(login, now);
            if (here.isPresent()) {
                return Optional.of(
                        new Denial(
                                "too many wrong passwords for this login from "
                                        + Block.client(address),
                                here.get()));
            }
            var everywhere = accounts.get(login);
            return everywhere != null && everywhere.full(now) && !knows(address, login, now)
                    ? Optional.of(
                            new Denial(
                                    "too many wrong passwords for this login from many places, and"
                                            + " nobody has signed in to it from "
                                            + Block.network(address)
                                            + " before",
                                    everywhere.emptier(now)))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean knows(InetAddress address, String login, Instant now) {
        var last = known.get(Block.network(address) + " " + login);
        return last != null && last.plus(GuardLimits.KNOWN).isAfter(now);
    }

    private void wrong(InetAddress address, Guesses.Guess guess) {
        if (!limits.guesses().limited() || bans.of(address).isPresent()) {
            return;
        }
        var now = clock.instant();
        Optional<Sentence> sentence = Optional.empty();
        lock.lock();
        try {
            var client = client(address);
            if (!client.guesses().count(guess, now, limits.ban())) {
                return;
            }
            if (limits.accountGuesses().limited() && !guess.login().isEmpty()) {
                boolean _ =
                        accounts.computeIfAbsent(
                                        guess.login(), _ -> new Window(limits.accountGuesses()))
                                .add(now);
            }
            int share = client.guesses().known(now) ? GuardLimits.KNOWN_SHARE : 1;
            var network = network(address);
            boolean crowd = !network.guesses().add(now);
            if (client.guesses().counted(now) >= (long) limits.guesses().count() * share) {
                sentence = Optional.of(sentence(Block.client(address), client, now));
            } else if (crowd && !network.guesses().known(now)) {
                sentence = Optional.of(sentence(Block.network(address), network, now));
            }
        } finally {
            lock.unlock();
        }
        sentence.ifPresent(this::pass);
    }

    /// A ban that is to be.
    private record Sentence(Block target, String reason, Duration span) {}

    /// The next ban of one who was banned lately is twice as long.
    private Sentence sentence(Block target, Client client, Instant now) {
        var before = client.convictions();
        boolean again = before.count > 0 && before.end.plus(GuardLimits.RECORD).isAfter(now);
        before.count = again ? before.count + 1 : 1;
        long factor = 1L << Math.min(before.count - 1, 20);
        var span = limits.ban().multipliedBy(factor);
        span = span.compareTo(limits.longestBan()) > 0 ? limits.longestBan() : span;
        before.end = now.plus(span);
        String reason = "too many wrong passwords from " + target;
        client.guesses().forget();
        return new Sentence(target, reason, span);
    }

    private void pass(Sentence sentence) {
        try {
            var _ =
                    bans.add(
                            sentence.target(),
                            sentence.reason(),
                            false,
                            Optional.of(sentence.span()));
        } catch (IOException e) {
            LOG.error("event=ban-not-written target={}", sentence.target(), e);
        }
    }

    private void signedIn(InetAddress address, String login) {
        var now = clock.instant();
        lock.lock();
        try {
            client(address).guesses().right(login, now);
            network(address).guesses().right(login, now);
            known.put(Block.network(address) + " " + login, now);
        } finally {
            lock.unlock();
        }
    }
}
