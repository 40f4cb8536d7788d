package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;
import dev.jebi.useragent.terminal.Screen;
import dev.jebi.useragent.terminal.StrictTerminal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A terminal without one: keys are typed by a test, what is shown is text.
final class FakeScreen implements Screen {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<Input> typed = new LinkedBlockingQueue<>();
    private int columns;
    private int rows;
    private String shown = "";
    private long shows;

    /// What was shown since a test typed something, or since what it awaited was there: the words
    /// of a moment are seen also by a test that sleeps through them.
    private final List<String> since = new ArrayList<>(List.of(""));

    private boolean ended;
    private final StrictTerminal terminal = new StrictTerminal();
    private @Nullable Throwable fault;

    FakeScreen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public List<Input> read() throws IOException {
        try {
            var inputs = new ArrayList<Input>();
            Input input = typed.poll(20, TimeUnit.MILLISECONDS);
            if (input != null) {
                inputs.add(input);
                typed.drainTo(inputs);
            }
            return inputs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public synchronized int columns() {
        return columns;
    }

    @Override
    public synchronized int rows() {
        return rows;
    }

    @Override
    public synchronized void show(Canvas canvas) {
        terminal.show(canvas);
        var text = new StringBuilder();
        for (int row = 0; row < canvas.rows(); row++) {
            text.append(canvas.text(row)).append('\n');
        }
        shown = text.toString();
        since.add(shown);
        shows++;
        notifyAll();
    }

    @Override
    public void bell() {}

    @Override
    public <T> T aside(Aside<T> work) throws IOException, InterruptedException {
        return work.run();
    }

    synchronized void resize(int toColumns, int toRows) {
        columns = toColumns;
        rows = toRows;
        type(new Input.Resized(toColumns, toRows));
    }

    void gone() {
        type(new Input.Gone());
    }

    private synchronized void type(Input input) {
        since.subList(0, since.size() - 1).clear();
        typed.add(input);
    }

    /// Types keys by name.
    FakeScreen keys(String... names) {
        for (String name : names) {
            type(new Input.Key(name));
        }
        return this;
    }

    /// Types a text letter by letter.
    FakeScreen text(String text) {
        text.codePoints().forEach(c -> type(new Input.Key(Character.toString(c))));
        return this;
    }

    /// The stage broke: nobody need wait for anything more.
    synchronized void over(Throwable why) {
        fault = why;
        notifyAll();
    }

    /// The stage ran to its end.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    /// All ways in which letters looked so far.
    synchronized Set<String> looks() {
        return Set.copyOf(terminal.looks());
    }

    synchronized String shown() {
        return shown;
    }

    synchronized long shows() {
        return shows;
    }

    FakeScreen await(String words) {
        return await(words, text -> text.contains(words));
    }

    FakeScreen awaitNo(String words) {
        return await("no " + words, text -> !text.contains(words));
    }

    synchronized FakeScreen await(String what, Predicate<String> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            int at = 0;
            while (!wanted.test(since.get(at))) {
                while (at == since.size() - 1) {
                    wait(left(end, what));
                }
                at++;
            }
            since.subList(0, at).clear();
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Milliseconds until it is too late; never 0.
    private long left(long end, String what) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || fault != null) {
            throw new AssertionError("not seen: " + what + "\n" + shown, fault);
        }
        return left;
    }
}
