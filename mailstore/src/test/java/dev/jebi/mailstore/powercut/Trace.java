package dev.jebi.mailstore.powercut;

import dev.jebi.mailstore.CompactionLimits;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.UndeleteLimits;
import dev.jebi.testkit.Randomly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// A store's whole story on a disk: several lives of its process, each under the load of several
/// sessions, ended in order or by a kill.
///
/// @param seed of what the sessions did
/// @param events all that happened to the disk, from an empty one on
/// @param model what was promised meanwhile
record Trace(long seed, List<Event> events, Model model) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(Trace.class);
    static final StoreLimits LIMITS =
            new StoreLimits(256 << 10, 2_000, 8L << 20, 1_000, 16 << 20, 63, 2);

    /// Nothing that was expunged is kept, and compaction is always at work.
    private static final StoreLimits EAGER =
            LIMITS.with(new UndeleteLimits(Duration.ZERO, 0))
                    .with(
                            new CompactionLimits(
                                    Duration.ofMillis(2),
                                    110,
                                    64 << 10,
                                    Long.MAX_VALUE,
                                    120,
                                    1_000_000,
                                    Integer.MAX_VALUE));

    private static final int SESSIONS = 6;
    private static final int STEPS_PER_COMPACTION = 5;
    private static final int SYNC_NANOS = 300_000;

    /// Runs the load.
    ///
    /// @param compacting whether somebody has the store compacted all the time, and once more
    ///   behind the load of each life
    static Trace record(long seed, int lives, int steps, boolean compacting) throws IOException {
        H2Power.register();
        var random = new Randomly(seed);
        var disk = new PowerDisk(Image.empty(), someNanos());
        var model = new Model();
        var sessions = new ArrayList<Session>();
        var outbox = new Outbox();
        for (int life = 0; life < lives; life++) {
            killOpening(disk, random);
            var mount = new Mount(disk);
            var store = open(mount, random);
            outbox.restarted();
            for (int i = 0; i < SESSIONS; i++) {
                var ofSession = new Randomly(random.generator().nextLong());
                var worker = new Worker(store, disk, model, "s" + i + "." + life, ofSession);
                if (life == 0) {
                    sessions.add(new Session("u" + i, worker));
                } else {
                    sessions.get(i).goOn(worker);
                }
            }
            load(store, sessions, outbox, steps, compacting);
            if (random.oneIn(2)) {
                mount.kill();
            }
            store.close();
            mount.close();
        }
        return new Trace(seed, disk.events(), model);
    }

    /// Opens the store of a disk; its clock may go wrong, and somebody may have configured it anew.
    static MailStore open(Mount mount, Randomly random) throws IOException {
        var now = Mails.NOW.plus(Duration.ofHours(random.between(-1_000, 1_000)));
        return EmbeddedStore.open(
                mount.root().resolve("data/store"),
                random.oneIn(2) ? EAGER : LIMITS,
                InstantSource.fixed(now));
    }

    /// A life that ends while the store is opened.
    private static void killOpening(PowerDisk disk, Randomly random) {
        try (var mount = new Mount(disk)) {
            mount.killAt(disk.now() + random.between(0, 150));
            var store = open(mount, random);
            mount.kill();
            store.close();
        } catch (IOException e) {
            LOG.debug("killed, as asked", e);
        }
    }

    private static LongSupplier someNanos() {
        return () -> {
            var any = ThreadLocalRandom.current();
            return any.nextInt(3) == 0 ? 0 : any.nextInt(SYNC_NANOS);
        };
    }

    /// Whether so many segments at least were given back.
    boolean freed(int segments) {
        return events.stream()
                .filter(event ->
                        event instanceof Event.Unlinked(_, var name)
                                && name.matches("[0-9a-f]{16}\\.seg"))
                .skip(segments - 1)
                .findAny()
                .isPresent();
    }

    private static void load(
            MailStore store, List<Session> sessions, Outbox outbox, int steps, boolean compacting)
            throws IOException {
        var everybody =
                store.directory().accounts().stream()
                        .filter(account -> account.address().localPart().matches("u[0-9]"))
                        .map(account -> account.id())
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Boolean>>();
            var busy = new AtomicInteger(sessions.size());
            var stepped = new Semaphore(0);
            if (compacting) {
                running.add(threads.submit(() -> compact(store, busy, stepped)));
            }
            for (Session session : sessions) {
                running.add(
                        threads.submit(() -> {
                            try {
                                session.run(steps, everybody, outbox, stepped::release);
                            } finally {
                                busy.decrementAndGet();
                                stepped.release(STEPS_PER_COMPACTION);
                            }
                            return true;
                        }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As often as the sessions give cause to, so that what is recorded of it stays bounded however
    /// fast it is beside them.
    private static boolean compact(MailStore store, AtomicInteger busy, Semaphore stepped)
            throws IOException {
        boolean last;
        do {
            stepped.acquireUninterruptibly(STEPS_PER_COMPACTION);
            last = busy.get() == 0;
            store.upkeep().orElseThrow().compact(_ -> {});
        } while (!last);
        return true;
    }

    /// Keeps it, so that a cut of it can be made again.
    void save(Path file) throws IOException {
        try (var out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(new Trace(seed, new ArrayList<>(events), model));
        }
    }

    static Trace load(Path file) throws IOException {
        try (var in = new ObjectInputStream(Files.newInputStream(file))) {
            return (Trace) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
