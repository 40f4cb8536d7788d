package dev.jebi.useragent.terminal;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// This process's terminal, in raw mode until it is closed; also when the process is told to end.
/// [#read] belongs to one thread, all else to another; [#aside] keeps the first one off.
public final class Tty implements Screen, AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/tty");
    private static final String ENTER = "\u001b[?1049h\u001b[?2004h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[0m\u001b[?2004l\u001b[?25h\u001b[?1049l";

    /// A read gives up after a tenth of a second, so that a lone escape and a new size are seen.
    private static final String[] RAW = {
        "-icanon", "-echo", "-isig", "-iexten", "-ixon", "-icrnl", "-inlcr", "min", "0", "time", "1"
    };

    private static final int STTY_SECONDS = 5;

    private final InputStream in;
    private final OutputStream out;
    private final String before;
    private final Painter painter = new Painter();
    private final KeyDecoder keys = new KeyDecoder();
    private final byte[] octets = new byte[4_096];
    private final Optional<WindowSize> kernel = WindowSize.available();
    private final Thread restore = new Thread(this::leave, "terminal-restore");
    private final ReentrantLock reading = new ReentrantLock(true); // fair: each gets its turn
    private volatile WindowSize.Size size;

    private Tty(InputStream in, OutputStream out, String before) throws IOException {
        this.in = in;
        this.out = out;
        this.before = before;
        this.size = measured().orElse(new WindowSize.Size(80, 24));
    }

    /// Whether this process has a terminal.
    public static boolean there() {
        return Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
    }

    /// Takes the terminal.
    public static Tty open() throws IOException {
        String before = stty("-g").strip();
        var tty =
                new Tty(
                        new FileInputStream(DEVICE.toFile()),
                        new FileOutputStream(DEVICE.toFile()),
                        before);
        Runtime.getRuntime().addShutdownHook(tty.restore);
        tty.enter();
        return tty;
    }

    private void enter() throws IOException {
        stty(RAW);
        write(ENTER);
        painter.forget();
    }

    private void leave() {
        try {
            write(LEAVE);
            stty(before);
        } catch (IOException _) {
            return; // the terminal is gone, and with it what was to be restored
        }
    }

    @Override
    public List<Input> read() throws IOException {
        var inputs = new ArrayList<Input>();
        reading.lock();
        try {
            int count = in.read(octets); // -1 when nothing came: raw mode has `min 0`
            inputs.addAll(count > 0 ? keys.take(octets, count) : keys.pause());
        } finally {
            reading.unlock();
        }
        measured()
                .filter(now -> !now.equals(size))
                .ifPresent(now -> {
                    size = now;
                    inputs.add(new Input.Resized(now.columns(), now.rows()));
                });
        return inputs;
    }

    private Optional<WindowSize.Size> measured() throws IOException {
        if (kernel.isPresent()) {
            return kernel.get().size();
        }
        String[] numbers = stty("size").strip().split(" ", -1);
        boolean told = numbers.length == 2 && numbers[0].matches("[1-9]\\d{0,4}");
        return told && numbers[1].matches("[1-9]\\d{0,4}")
                ? Optional.of(
                        new WindowSize.Size(
                                Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0])))
                : Optional.empty();
    }

    @Override
    public int columns() {
        return size.columns();
    }

    @Override
    public int rows() {
        return size.rows();
    }

    @Override
    public void show(Canvas canvas) throws IOException {
        write(painter.paint(canvas));
    }

    @Override
    public void bell() throws IOException {
        write("\u0007");
    }

    @Override
    public <T> T aside(Aside<T> work) throws IOException, InterruptedException {
        reading.lock();
        try {
            leave();
            try {
                return work.run();
            } finally {
                enter();
            }
        } finally {
            reading.unlock();
        }
    }

    private void write(String text) throws IOException {
        synchronized (out) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        leave();
        Runtime.getRuntime().removeShutdownHook(restore);
        in.close();
        out.close();
    }

    private static String stty(String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add("stty");
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(DEVICE.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("stty failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
