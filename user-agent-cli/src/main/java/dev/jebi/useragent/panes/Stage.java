package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.terminal.Screen;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Where views stand on each other, take turns with the keys and are drawn. [#run] is the one
/// thread that touches views; [#work] is how they do what may be slow.
final class Stage {
    private static final Duration WORD = Duration.ofSeconds(6);
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final Duration FINISHING = Duration.ofSeconds(20);
    private static final long BEAT_MILLIS = 100;
    private static final String SPINNER = "|/-\\";

    /// Something that happened.
    private sealed interface Event {
        /// The terminal sent something.
        record Sent(Input input) implements Event {}

        /// Work is done.
        record Done(Runnable then) implements Event {}
    }

    /// Work that is going on.
    private record Job(String what, Instant since, boolean changes, Thread worker) {}

    private final Screen screen;
    private final InstantSource clock;
    private final Settings settings;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<View> views = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private String said = "";
    private boolean wrong;
    private Instant saidAt = Instant.EPOCH;
    private volatile boolean over;
    private int beats;

    Stage(Screen screen, InstantSource clock, Settings settings) {
        this.screen = screen;
        this.clock = clock;
        this.settings = settings;
    }

    InstantSource clock() {
        return clock;
    }

    Settings settings() {
        return settings;
    }

    Keymap keymap() {
        return settings.keymap();
    }

    Theme theme() {
        return settings.theme();
    }

    /// Puts a view on top.
    void open(View view) {
        views.add(view);
    }

    /// Takes a view off, wherever it stands; with the last one all is over.
    void close(View view) {
        if (views.remove(view)) {
            view.closed();
        }
    }

    /// Ends all; each view is closed.
    void quit() {
        over = true;
    }

    /// Tells the person something.
    void say(String words) {
        said = SafeText.line(words);
        wrong = false;
        saidAt = clock.instant();
    }

    /// Tells what went wrong.
    void warn(String words) {
        say(words);
        wrong = true;
    }

    /// What was told a moment ago.
    String said() {
        return clock.instant().isBefore(saidAt.plus(wrong ? WORD.multipliedBy(2) : WORD))
                ? said
                : "";
    }

    boolean wrong() {
        return wrong;
    }

    /// What takes long, for the status line; empty when nothing does.
    String busy() {
        Instant slow = clock.instant().minus(SLOW);
        return jobs.stream()
                .filter(job -> job.since().isBefore(slow))
                .findFirst()
                .map(job -> SPINNER.charAt(beats % SPINNER.length()) + " " + job.what())
                .orElse("");
    }

    /// Does what may be slow, and then, on this stage's thread, what follows from it. What goes
    /// wrong is told. Whoever leaves meanwhile has it done before.
    <T> void work(String what, Callable<T> slow, Consumer<T> then) {
        work(what, slow, then, fault -> warn(sentence(fault)));
    }

    /// Does what may be slow, and then what follows from it or from its failure.
    <T> void work(String what, Callable<T> slow, Consumer<T> then, Consumer<Exception> failed) {
        start(what, true, slow, then, failed);
    }

    /// Looks at what may be slow to see, as [#work] does; nobody who leaves waits for it.
    <T> void look(String what, Callable<T> slow, Consumer<T> then) {
        look(what, slow, then, fault -> warn(sentence(fault)));
    }

    /// Looks, and then does what follows from it or from its failure.
    <T> void look(String what, Callable<T> slow, Consumer<T> then, Consumer<Exception> failed) {
        start(what, false, slow, then, failed);
    }

    private <T> void start(
            String what,
            boolean changes,
            Callable<T> slow,
            Consumer<T> then,
            Consumer<Exception> failed) {
        var own = new AtomicReference<Job>();
        Thread worker =
                Thread.ofVirtual()
                        .name("panes-" + what)
                        .unstarted(() -> {
                            Runnable next;
                            try {
                                T result = slow.call();
                                next = () -> then.accept(result);
                            } catch (Exception e) { // whatever a library throws at broken mail
                                next = () -> failed.accept(e);
                            } catch (StackOverflowError | OutOfMemoryError e) { // so do bombs
                                next = () -> failed.accept(new IOException("it is too large", e));
                            }
                            done(own.get(), next);
                        });
        own.set(new Job(what, clock.instant(), changes, worker));
        jobs.add(own.get());
        worker.start();
    }

    /// Does something on this stage's thread; from any other.
    void post(Runnable then) {
        events.add(new Event.Done(then));
    }

    private void done(Job job, Runnable then) {
        events.add(
                new Event.Done(() -> {
                    jobs.remove(job);
                    then.run();
                }));
    }

    static String sentence(Exception fault) {
        String words = fault.getMessage();
        return words == null || words.isBlank() ? fault.getClass().getSimpleName() : words;
    }

    /// Runs until all views are closed.
    void run() throws IOException, InterruptedException {
        Thread reader = Thread.ofPlatform().daemon().name("panes-keys").start(this::readKeys);
        try {
            draw();
            while (!over) {
                if (turn()) {
                    draw();
                }
            }
        } finally {
            over = true;
            reader.join(Duration.ofSeconds(1));
            finish();
            views.reversed().forEach(View::closed);
        }
    }

    /// What the person asked for is done before they leave, and told where it takes its time; a
    /// server that hangs is not waited for much longer.
    private void finish() throws InterruptedException {
        long latest = System.nanoTime() + FINISHING.toNanos();
        for (Job job : jobs) {
            if (job.changes() && !ends(job, latest, SLOW)) {
                say("finishing: " + job.what() + " …");
                paintOnce();
                boolean _ = ends(job, latest, FINISHING);
            }
        }
    }

    private static boolean ends(Job job, long latest, Duration most) throws InterruptedException {
        var left = Duration.ofNanos(Math.min(latest - System.nanoTime(), most.toNanos()));
        return job.worker().join(left);
    }

    private void paintOnce() {
        try {
            paint();
        } catch (IOException _) {
            said = ""; // the terminal is gone: nobody sees what is told
        }
    }

    private void readKeys() {
        try {
            while (!over) {
                for (Input input : screen.read()) {
                    events.add(new Event.Sent(input));
                }
            }
        } catch (IOException _) {
            events.add(new Event.Sent(new Input.Gone()));
        }
    }

    /// Takes all that happened.
    ///
    /// @return whether anything may have changed
    private boolean turn() throws InterruptedException {
        Event event = events.poll(BEAT_MILLIS, TimeUnit.MILLISECONDS);
        if (event == null) {
            beats++;
            boolean telling = !said().isEmpty() || !jobs.isEmpty();
            List.copyOf(views).forEach(View::idle);
            return telling || beats % 10 == 0;
        }
        while (event != null && !over) {
            take(event);
            event = events.poll();
        }
        return true;
    }

    private void take(Event event) {
        switch (event) {
            case Event.Done done -> done.then().run();
            case Event.Sent(Input.Key key) -> top().ifPresent(view -> view.key(key));
            case Event.Sent(Input.Paste paste) -> top().ifPresent(view -> view.paste(paste.text()));
            case Event.Sent(Input.Resized _) -> {} // it is drawn anew in any case
            case Event.Sent(Input.Gone _) -> over = true;
        }
        over |= views.isEmpty();
    }

    private Optional<View> top() {
        return views.isEmpty() ? Optional.empty() : Optional.of(views.getLast());
    }

    private void draw() throws IOException {
        if (!over) {
            paint();
        }
    }

    private void paint() throws IOException {
        var canvas = new Canvas(screen.columns(), screen.rows());
        int from = views.size() - 1;
        while (from > 0 && !views.get(from).covers()) {
            from--;
        }
        for (View view : views.subList(Math.max(from, 0), views.size())) {
            canvas.cursor(-1, -1);
            view.draw(canvas);
        }
        screen.show(canvas);
    }

    /// Paints everything anew, whatever others wrote on the terminal.
    void redraw() {
        try {
            aside(() -> 0);
        } catch (IOException _) {
            over = true; // the terminal is gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            over = true;
        }
    }

    /// Rings.
    void bell() {
        try {
            screen.bell();
        } catch (IOException _) {
            over = true; // the terminal is gone
        }
    }

    /// Gives the terminal to another program for a while.
    <T> T aside(Screen.Aside<T> work) throws IOException, InterruptedException {
        return screen.aside(work);
    }
}
