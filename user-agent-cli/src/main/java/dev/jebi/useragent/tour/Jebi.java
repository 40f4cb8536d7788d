package dev.jebi.useragent.tour;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `jebi serve` for the moment: a process of its own, on free ports of the loopback address, with
/// its data in a directory that goes with it. It holds on to our end of its standard input, and
/// ends when we do, even by kill -9.
final class Jebi implements AutoCloseable {
    private static final Pattern LISTENER = Pattern.compile("jebi: ([a-z0-9]+) on \\S*:(\\d+).*");
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 10;

    /// One thread would do for one message: quick to start, and small.
    private static final String JAVA = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String JAVA_HOME = "JEBI_JAVA_HOME";

    private final List<String> command;
    private final Path data;
    private final Path log;
    private final String domain;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final List<Process> processes = new ArrayList<>();
    private boolean closed;

    /// @param command what `jebi` is on this machine
    /// @param folder where its directory is made
    /// @param domain the domain whose mail it has
    Jebi(List<String> command, Path folder, String domain) {
        this.command = command;
        this.data = folder.resolve(domain);
        this.log = folder.resolve(domain + ".log");
        this.domain = domain;
    }

    /// Starts it, and waits until it serves.
    ///
    /// @param relay where mail for elsewhere goes, as `relay.routes` wants it; empty for nowhere
    void start(List<String> relay) throws IOException {
        Process started = begin(relay);
        var words = new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(() -> listen(new BufferedReader(words)));
        try {
            boolean inTime = ready.await(START_SECONDS, TimeUnit.SECONDS);
            if (!inTime || !ports.containsKey("smtp")) {
                throw new Failure(
                        Failure.Kind.UNREACHABLE,
                        "the Jebi of the tour does not start: " + lastWords());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
    }

    /// Writes nothing once it is closed: what there is may be removed then.
    private synchronized Process begin(List<String> relay) throws IOException {
        requireOpen();
        Files.createDirectory(data);
        Files.writeString(data.resolve("jebi.toml"), configuration(relay));
        return launch("serve", "--until-eof");
    }

    private void requireOpen() {
        if (closed) {
            throw new Failure(Failure.Kind.TRY_AGAIN, "the tour is over");
        }
    }

    /// Nothing of this machine's own Jebi, its configuration or its network comes in.
    private String configuration(List<String> relay) {
        var text = new StringBuilder("hostname = \"" + domain + "\"\n[listen]\n");
        for (String listener : List.of("smtp", "submission", "pop3", "imap")) {
            text.append(listener).append(" = \"127.0.0.1:0\"\n");
        }
        for (String listener : List.of("submissions", "pop3s", "imaps", "managesieve")) {
            text.append(listener).append(" = \"off\"\n");
        }
        text.append("[relay]\nmta-sts = \"off\"\n");
        if (!relay.isEmpty()) {
            text.append("routes = [\"").append(String.join("\", \"", relay)).append("\"]\n");
        }
        return text.append("[dns]\ndnssec = \"off\"\n")
                .append("[queue]\nidle = \"off\"\n")
                .append("[reports]\nsend = \"off\"\n")
                .append("[stop]\ndrain = \"1s\"\n")
                .toString();
    }

    private synchronized Process launch(String... words) throws IOException {
        requireOpen();
        var all = new ArrayList<>(command);
        all.addAll(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        var builder =
                new ProcessBuilder(all)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("JEBI_") && !name.equals(JAVA_HOME));
        builder.environment().put("JEBI_JAVA_OPTS", JAVA);
        Process started = builder.start();
        processes.add(started);
        return started;
    }

    private void listen(BufferedReader words) {
        try (words) {
            String line;
            while ((line = words.readLine()) != null) {
                Matcher listener = LISTENER.matcher(line);
                if (listener.matches()) {
                    ports.put(listener.group(1), Integer.parseInt(listener.group(2)));
                }
                if (line.equals("jebi: ready")) {
                    ready.countDown();
                }
            }
        } catch (IOException _) {
            // it is gone; whoever waits for it is told below
        } finally {
            ready.countDown();
        }
    }

    private String lastWords() throws IOException {
        if (!Files.exists(log)) {
            return "it says nothing";
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "it says nothing" : SafeText.line(lines.getLast());
    }

    /// Gives somebody a mailbox.
    void account(String address, String password) throws IOException {
        Process adding = launch("account", "add", address, "--password-stdin");
        try {
            try (var in = adding.getOutputStream()) {
                in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
            }
            adding.getInputStream().transferTo(OutputStream.nullOutputStream());
            if (!adding.waitFor(START_SECONDS, TimeUnit.SECONDS) || adding.exitValue() != 0) {
                throw new Failure(
                        Failure.Kind.UNREACHABLE,
                        "the Jebi of the tour makes no account: " + lastWords());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        } finally {
            adding.destroy();
        }
    }

    /// Where a listener is, e.g. `smtp`.
    Endpoint at(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalStateException("no listener " + listener);
        }
        return new Endpoint("127.0.0.1", port);
    }

    /// Ends it, whatever it does; its files stay.
    @Override
    public void close() {
        List<Process> running = end();
        running.forEach(Process::destroy);
        try {
            for (Process one : running) {
                if (!one.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    one.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            running.forEach(Process::destroyForcibly);
        }
    }

    private synchronized List<Process> end() {
        closed = true;
        return List.copyOf(processes);
    }
}
