package dev.jebi.mailstore.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;

import dev.jebi.testkit.Randomly;

import org.jspecify.annotations.Nullable;
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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Power cuts at any point of a store's work, its openings and recoveries included: nothing that
/// was acknowledged is lost or doubled, nothing that was shown means something else, and no start
/// needs a hand.
///
/// A failure tells the seed of its trace, the number of its cut, and the file that the trace is
/// kept in. `-Dpower.trace=FILE -Dpower.cut=NUMBER` makes exactly that cut again.
/// `-Dpower.seed=SEED -Dpower.cut=NUMBER` does so on a new trace of the same acts; it is not the
/// same to the last write, for the sessions are threads.
final class PowerCutTest {
    private static final Logger LOG = LoggerFactory.getLogger(PowerCutTest.class);
    private static final int CUTS_OF_A_TRACE = 250;
    private static final int LIVES = 4;
    private static final int STEPS = 40;
    private static final int AT_ONCE = 2;

    private final AtomicInteger rebuilds = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private long start = System.nanoTime();
    private long seconds;

    /// A process that is killed, or whose disk holds half of something, has much to tell.
    @BeforeAll
    static void quietly() {
        H2Power.register(); // for a trace that is not recorded here
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
        cuts(1_000, 8, 5, _ -> false);
    }

    @Test
    void aFewCutsInTheMiddleOfCompaction() throws Exception {
        cuts(1_000, 8, 5, _ -> true);
    }

    @Test
    @Tag("long")
    void tenThousandCuts() throws Exception {
        cuts(Integer.getInteger("power.cuts", 10_000), Long.MAX_VALUE, 1, trace -> trace % 2 == 1);
    }

    /// @param most seconds after which no more are begun
    /// @param step one in how many cuts of a trace is made
    /// @param compacting in which traces compaction is always at work
    private void cuts(int count, long most, int step, IntPredicate compacting) throws Exception {
        seconds = most;
        var given = Long.getLong("power.seed");
        var kept = System.getProperty("power.trace");
        if (given != null || kept != null) {
            var trace =
                    kept != null
                            ? Trace.load(Path.of(kept))
                            : Trace.record(given, LIVES, STEPS, compacting.test(1));
            cuts(trace, numbers(Integer.getInteger("power.cut")));
            return;
        }
        var seeds = new SplittableRandom();
        for (int i = 0; done.get() < count && inTime(); i++) {
            var trace = Trace.record(seeds.nextLong(), LIVES, STEPS, compacting.test(i));
            assertThat(!compacting.test(i) || trace.freed(LIVES)).isTrue();
            if (done.get() == 0) {
                start = System.nanoTime(); // the first takes long: nothing is compiled yet
            }
            var numbers =
                    IntStream.range(0, CUTS_OF_A_TRACE).filter(n -> n % step == 0).boxed().toList();
            cuts(trace, numbers.subList(0, Math.min(numbers.size(), count - done.get())));
        }
        LOG.info("cuts={} rebuilds={} again={} seconds={}", done, rebuilds, again, seconds());
    }

    private static List<Integer> numbers(@Nullable Integer only) {
        return only != null ? List.of(only) : IntStream.range(0, CUTS_OF_A_TRACE).boxed().toList();
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    private boolean inTime() {
        return seconds() < seconds;
    }

    private void cuts(Trace trace, List<Integer> numbers) throws Exception {
        var random = new Randomly(trace.seed());
        var moments = new ArrayList<Integer>();
        for (int i = 0; i < CUTS_OF_A_TRACE; i++) {
            moments.add(moment(trace, random));
        }
        moments.sort(null);
        var cut = new Cut(Image.empty(), trace.events());
        var room = new Semaphore(2 * AT_ONCE);
        var running = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int number : numbers) {
                if (!inTime()) {
                    break;
                }
                int moment = moments.get(number);
                cut.advance(moment);
                var ofCut = new Randomly(trace.seed() + number + 1);
                var image = cut.image(ofCut);
                room.acquire();
                running.add(
                        threads.submit(() -> {
                            try {
                                return check(trace, number, moment, ofCut, image);
                            } finally {
                                room.release();
                            }
                        }));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a cut was not survived: " + e.getCause(), e);
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

    private boolean check(Trace trace, int number, int moment, Randomly random, Image image)
            throws IOException {
        try {
            var survivor = new Survivor(trace.model(), moment, random);
            survivor.check(image);
            rebuilds.addAndGet(survivor.rebuilt() ? 1 : 0);
            again.addAndGet(survivor.again() ? 1 : 0);
            done.incrementAndGet();
            return true;
        } catch (IOException | RuntimeException | AssertionError e) {
            var folder = Files.createTempDirectory("powercut");
            image.save(folder.resolve("disk"));
            trace.save(folder.resolve("trace"));
            throw new AssertionError(
                    "-Dpower.trace=%s -Dpower.cut=%d, at %d of %d (power.seed=%d, disk in %s): %s"
                            .formatted(
                                    folder.resolve("trace"),
                                    number,
                                    moment,
                                    trace.events().size(),
                                    trace.seed(),
                                    folder.resolve("disk"),
                                    e.getMessage()),
                    e);
        }
    }
}
