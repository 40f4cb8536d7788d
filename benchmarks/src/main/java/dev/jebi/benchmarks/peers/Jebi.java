package dev.jebi.benchmarks.peers;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.StoreLimits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Jebi as its launcher starts it, with the flags that it has in production.
final class Jebi implements MeasuredServer {
    private static final List<String> LISTENERS = List.of("smtp", "imap", "pop3");
    private static final List<String> OFF =
            List.of("submission", "submissions", "imaps", "pop3s", "managesieve");

    private final Path launcher;
    private final Path data;
    private final List<String> settings;
    private Process process;
    private Ports ports;

    private Jebi(Path launcher, Path data, List<String> settings, Process process, Ports ports) {
        this.settings = settings;
        this.launcher = launcher;
        this.data = data;
        this.process = process;
        this.ports = ports;
    }

    /// Makes a store with all accounts, and serves it as an installed server does: with all that
    /// the launcher makes at first starts.
    ///
    /// @param settings of the configuration, `key=value`
    static Jebi start(Path launcher, Path data, String... settings)
            throws IOException, InterruptedException {
        int prepared =
                new ProcessBuilder(launcher.toString(), "prepare").inheritIO().start().waitFor();
        if (prepared != 0) {
            throw new IOException("jebi prepare failed");
        }
        try (var store = EmbeddedStore.open(data, StoreLimits.STANDARD, Clock.systemUTC())) {
            var domain = Domain.parse("bench.test");
            store.directory().addDomain(domain);
            for (int i = 1; i <= ACCOUNTS; i++) {
                String local = String.format(USERS, i).replaceFirst("@.*", "");
                store.directory().addAccount(new Address(local, domain), PASSWORD, 0, 0);
            }
        }
        var more = List.of(settings);
        Process process = launch(launcher, data, more);
        return new Jebi(launcher, data, more, process, await(process));
    }

    private static Process launch(Path launcher, Path data, List<String> settings)
            throws IOException {
        var command =
                new ArrayList<>(List.of(launcher.toString(), "serve", "--data", data.toString()));
        for (String listener : LISTENERS) {
            command.addAll(List.of("--set", "listen." + listener + "=127.0.0.1:0"));
        }
        for (String listener : OFF) {
            command.addAll(List.of("--set", "listen." + listener + "=off"));
        }
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        var log = data.resolveSibling("jebi.log").toFile();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static Ports await(Process process) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = out.readLine()) != null && !line.equals("jebi: ready")) {
            for (String listener : LISTENERS) {
                if (line.startsWith("jebi: " + listener + " on ")) {
                    String port = line.substring(line.lastIndexOf(':') + 1);
                    found.put(listener, Integer.parseInt(port.strip()));
                }
            }
        }
        if (found.size() != LISTENERS.size()) {
            process.destroy();
            throw new IOException("jebi did not start; see jebi.log beside its data");
        }
        return new Ports(port(found, "smtp"), port(found, "imap"), port(found, "pop3"));
    }

    private static int port(Map<String, Integer> ports, String listener) {
        return ports.getOrDefault(listener, 0);
    }

    @Override
    public String name() {
        return "Jebi";
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public List<Long> pids() {
        return List.of(process.pid());
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        stop();
        process = launch(launcher, data, settings);
        ports = await(process);
    }

    @Override
    public void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
