package dev.jebi.benchmarks.peers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The servers side by side and the load generators: every load is put on each server in turn, as
/// often as there are runs, each time when both servers have come to rest.
final class Bench {
    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LONGEST_REST_SECONDS = 120;

    /// A server rests when it takes less of a second than this.
    private static final double REST_SHARE = 0.04;

    private final Path classes;
    private final List<MeasuredServer> servers;
    private final Path raw;
    private final int runs;

    /// @param classes the compiled generators
    /// @param raw the file that takes every line of the generators
    Bench(Path classes, List<MeasuredServer> servers, Path raw, int runs) {
        this.classes = classes;
        this.servers = servers;
        this.raw = raw;
        this.runs = runs;
    }

    List<MeasuredServer> servers() {
        return servers;
    }

    int runs() {
        return runs;
    }

    /// Puts a load on all servers.
    ///
    /// @param program the generator's class
    /// @param options its options for a server, without those that all have
    /// @return what came of it, by the server's name
    Map<String, Figures> compare(
            String label, String program, Function<MeasuredServer, List<String>> options)
            throws IOException, InterruptedException {
        Map<String, Figures> found = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            for (MeasuredServer server : servers) {
                String line = generate(server, label, program, options.apply(server));
                found.computeIfAbsent(server.name(), _ -> new Figures()).take(line);
            }
        }
        return found;
    }

    /// Puts a load on one server, once.
    ///
    /// @return the generator's line of JSON
    String generate(MeasuredServer server, String label, String program, List<String> options)
            throws IOException, InterruptedException {
        rest();
        String pids = server.pids().stream().map(String::valueOf).collect(Collectors.joining(","));
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                options.contains("--tls") // the quick compiler knows no AES
                                        ? "-XX:TieredStopAtLevel=4"
                                        : "-XX:TieredStopAtLevel=1",
                                "-Xmx1g",
                                "-cp",
                                classes.toString(),
                                program));
        command.addAll(List.of("--user-pattern", MeasuredServer.USERS));
        command.addAll(List.of("--password", MeasuredServer.PASSWORD));
        command.addAll(List.of("--pids", pids, "--label", label));
        command.addAll(options);
        String line = Commands.run(command, Map.of()).strip();
        String kept = "{\"server\": \"" + server.name() + "\", " + line.substring(1);
        Files.writeString(raw, kept + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        LOG.info("{}", kept);
        return line;
    }

    /// Waits until the servers have done what they had still to do: what one has left undone must
    /// not weigh on the next.
    private void rest() throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int i = 0; i < LONGEST_REST_SECONDS; i++) {
            long before = processorNanos();
            boolean interrupted = never.await(REST_NANOS, TimeUnit.NANOSECONDS);
            if (interrupted || processorNanos() - before < REST_SHARE * REST_NANOS) {
                return;
            }
        }
        LOG.warn("event=no-rest seconds={}", LONGEST_REST_SECONDS);
    }

    private long processorNanos() {
        return servers.stream().mapToLong(MeasuredServer::processorNanos).sum();
    }
}
