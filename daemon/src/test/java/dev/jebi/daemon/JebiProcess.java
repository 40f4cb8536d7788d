package dev.jebi.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A real `jebi serve` in a process of its own, on free ports of the loopback address.
final class JebiProcess implements AutoCloseable {
    private static final Pattern LISTENER = Pattern.compile("jebi: ([a-z0-9]+) on (\\S+):(\\d+).*");
    private static final List<String> LISTENERS =
            List.of(
                    "smtp",
                    "submission",
                    "submissions",
                    "pop3",
                    "pop3s",
                    "imap",
                    "imaps",
                    "managesieve");

    /// Enough for a machine that has much else to do.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// How a command ended, with what it printed.
    record Ended(int exitCode, String out, String err) {}

    private final Path data;
    private final Process process;
    private final Map<String, InetSocketAddress> listeners = new HashMap<>();
    private final List<String> printed = new ArrayList<>();

    private JebiProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /// Starts a server and waits until it is ready.
    static JebiProcess serve(Path data, String... settings) throws IOException {
        var arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
        for (String listener : LISTENERS) {
            arguments.addAll(List.of("--set", "listen." + listener + "=127.0.0.1:0"));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        var jebi = new JebiProcess(data, start(data, arguments));
        jebi.awaitReady();
        return jebi;
    }

    /// Runs a command to its end.
    static Ended run(String input, List<String> arguments)
            throws IOException, InterruptedException {
        return run(input, new ProcessBuilder(command(Main.class.getName(), arguments)));
    }

    /// Runs the user agent to its end, with a home of its own.
    static Ended mail(Path home, String input, List<String> arguments)
            throws IOException, InterruptedException {
        return run(input, mailing(home, arguments));
    }

    /// The user agent with a home of its own, not yet started.
    static ProcessBuilder mailing(Path home, List<String> arguments) {
        var builder = new ProcessBuilder(command("dev.jebi.useragent.Main", arguments));
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("share").toString());
        return builder;
    }

    private static Ended run(String input, ProcessBuilder builder)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("jebi", ".out");
        Path err = Files.createTempFile("jebi", ".err");
        try {
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(
                        "no end of " + builder.command().getLast() + ": " + Files.readString(out));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Runs an administrative command on this server's data directory.
    Ended admin(String input, String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return run(input, all);
    }

    /// Adds an account with the password `secret`.
    JebiProcess withAccount(String address) throws IOException, InterruptedException {
        Ended ended = admin("secret\n", "account", "add", address, "--password-stdin");
        if (ended.exitCode() != 0) {
            throw new IOException("no account: " + ended);
        }
        return this;
    }

    private static Process start(Path data, List<String> arguments) throws IOException {
        return new ProcessBuilder(command(Main.class.getName(), arguments))
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(
                                data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
    }

    /// The command line of a Java process with the class path of this one.
    static List<String> command(String main, List<String> arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(arguments);
        return command;
    }

    private void awaitReady() throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = reader.readLine()) != null) {
            printed.add(line);
            var listener = LISTENER.matcher(line);
            if (listener.matches()) {
                listeners.put(
                        listener.group(1),
                        new InetSocketAddress("127.0.0.1", Integer.parseInt(listener.group(3))));
            }
            if (line.equals("jebi: ready")) {
                return;
            }
        }
        throw new IOException("not ready: " + printed + ", see " + data + ".log");
    }

    /// Where a listener listens, e.g. `smtp`.
    InetSocketAddress at(String listener) {
        InetSocketAddress address = listeners.get(listener);
        if (address == null) {
            throw new IllegalStateException("no listener " + listener + " in " + printed);
        }
        return address;
    }

    /// What it printed before it was ready.
    List<String> printed() {
        return printed;
    }

    /// The power goes, as far as a process can tell.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    ///
    /// @return the exit code
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
