package dev.jebi.mailstore.powercut;

import ch.qos.logback.classic.Level;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Power cuts at any point of a store's work, its openings and recoveries included: nothing that
/// was acknowledged is lost or doubled, nothing that was shown means something else, and no start
/// needs a hand.
///
/// `-Dpower.seed=` with the seed that a failure tells makes the same run again, with `-Dpower.cut=`
/// only the cut of that number; `-Dpower.trace=` with the file that it tells makes exactly that
/// cut.
final class PowerCutTest {
    private static final Logger LOG = LoggerFactory.getLogger(PowerCutTest.class);
    private static final int CUTS_OF_A_TRACE = 250;
    private static final int LIVES = 4;
    private static final int STEPS = 40;
    private static final int AT_ONCE = 2;

    private final AtomicInteger rebuilds = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /// A process that is killed, or whose disk holds half of something, has much to tell.
    @BeforeAll
    static void quietly() {
        level(Level.OFF);
        ((ch.qos.logback.classic.Logger) LOG).setLevel(Level.INFO);
    }

    @AfterAll
    static void asBefore() {
        level(Level.WARN);
    }

    private static void level(Level level) {
        for (String name : List.of("dev.jebi.mailstore", "org.flywaydb", "com.zaxxer")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name)).setLevel(level);
        }
    }

    @Test
    void aFewCuts() throws Exception {
        cuts(100, 20);
    }

    @Test
    @Tag("long")
    void tenThousandCuts() throws Exception {
        cuts(Integer.getInteger("power.cuts", 10_000), Long.MAX_VALUE);
    }

    /// @param seconds after which no more are begun
    private void cuts(int count, long seconds) throws Exception {
        long start = System.nanoTime();
        var given = Long.getLong("power.seed");
        long seed = given != null ? given : new SplittableRandom().nextLong();
        var seeds = new SplittableRandom(seed);
        while (done.get() < count && seconds(start) < seconds) {
            long ofTrace = seeds.nextLong();
            var file = System.getProperty("power.trace");
            var trace =
                    file != null ? Trace.load(Path.of(file)) : Trace.record(ofTrace, LIVES, STEPS);
            cuts(trace, ofTrace, Math.min(CUTS_OF_A_TRACE, count - done.get()));
        }
        LOG.info("cuts={} rebuilds={} seconds={} seed={}", done, rebuilds, seconds(start), seed);
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    private void cuts(Trace trace, long seed, int count) throws Exception {
        var random = new Randomly(seed);
        var moments = random.list(0, _ -> 0);
        for (int i = 0; i < count; i++) {
            moments.add(moment(trace, random));
        }
        moments.sort(null);
        var cut = new Cut(Image.empty(), trace.events());
        var room = new Semaphore(2 * AT_ONCE);
        var running = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < count; i++) {
                cut.advance(moments.get(i));
                long ofCut = random.generator().nextLong();
                var image = cut.image(new Randomly(ofCut));
                int moment = moments.get(i);
                room.acquire();
                running.add(
                        threads.submit(() -> {
                            try {
                                return check(trace, seed, moment, ofCut, image);
                            } finally {
                                room.release();
                            }
                        }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    /// Any, and more often than others those before and behind a change of a name.
    private static int moment(Trace trace, Randomly random) {
        int moment = random.between(0, trace.events().size());
        if (random.oneIn(3)) {
            while (moment < trace.events().size() && !isName(trace.events().get(moment))) {
                moment++;
            }
            moment = Math.min(trace.events().size(), moment + random.between(0, 2));
        }
        return moment;
    }

    private static boolean isName(Event event) {
        return event instanceof Event.Linked
                || event instanceof Event.Unlinked
                || event instanceof Event.Renamed;
    }

    private boolean check(Trace trace, long seed, int moment, long ofCut, Image image)
            throws IOException {
        try {
            var survivor = new Survivor(trace.model(), moment, new Randomly(ofCut));
            survivor.check(image);
            if (survivor.rebuilt()) {
                rebuilds.incrementAndGet();
            }
            done.incrementAndGet();
            return true;
        } catch (IOException | RuntimeException | AssertionError e) {
            var folder = Files.createTempDirectory("powercut");
            image.save(folder.resolve("disk"));
            trace.save(folder.resolve("trace"));
            throw new AssertionError(
                    "power cut at %d of %d (trace %d, cut %d; disk and trace are in %s): %s"
                            .formatted(
                                    moment,
                                    trace.events().size(),
                                    seed,
                                    ofCut,
                                    folder,
                                    e.getMessage()),
                    e);
        }
    }
}
