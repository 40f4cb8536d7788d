package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Durable deliveries over SMTP: how many are acknowledged, and how many can be seen over IMAP.
final class DeliveryGroup implements Group {
    private static final String GENERATOR = "SmtpLoad";
    private static final String WARM_SECONDS = "3";
    private static final String SECONDS = System.getProperty("jebi.seconds", "8");

    /// Each server gets these first: 10 connections for a while, then one.
    private static final List<Integer> FIRST = List.of(10, 1);

    private static final String FIRST_SECONDS = System.getProperty("jebi.warm", "20");

    private static final List<Load> ACCEPTANCE =
            List.of(
                    new Load(4, 1, 0),
                    new Load(4, 10, 0),
                    new Load(4, 50, 0),
                    new Load(4, 200, 0),
                    new Load(50, 1, 0),
                    new Load(50, 10, 0),
                    new Load(50, 50, 0),
                    new Load(50, 200, 0));

    private static final List<Load> END_TO_END =
            List.of(
                    new Load(4, 1, 2_000),
                    new Load(4, 10, 8_000),
                    new Load(4, 50, 8_000),
                    new Load(50, 10, 2_000));

    private final Path folder;

    /// @param folder on the disk that the servers use
    DeliveryGroup(Path folder) {
        this.folder = folder;
    }

    /// @param messages how many in all; 0 for as many as there come in the time
    private record Load(int kilobytes, int connections, int messages) {
        List<String> options(MeasuredServer server) {
            var options = new ArrayList<String>();
            options.addAll(List.of("--port", String.valueOf(server.ports().smtp())));
            options.addAll(List.of("--size", kilobytes + "k"));
            options.addAll(List.of("--connections", String.valueOf(connections)));
            if (messages == 0) {
                options.addAll(List.of("--warmup", WARM_SECONDS, "--duration", SECONDS));
            } else {
                options.addAll(List.of("--messages", String.valueOf(messages)));
                options.addAll(List.of("--imap-port", String.valueOf(server.ports().imap())));
            }
            return options;
        }

        String label() {
            return (messages == 0 ? "accept-" : "visible-") + kilobytes + "k-c" + connections;
        }
    }

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public List<String> run(Bench bench) throws IOException, InterruptedException {
        for (MeasuredServer server : bench.servers()) {
            for (int connections : FIRST) {
                var load = new Load(4, connections, 0);
                var options = new ArrayList<>(load.options(server));
                options.addAll(List.of("--duration", FIRST_SECONDS)); // the last one counts
                bench.generate(server, "first", GENERATOR, options);
            }
        }
        var lines = new ArrayList<String>();
        var limit = DiskLimit.in(folder);
        try {
            lines.addAll(acceptance(bench, limit));
        } finally {
            limit.delete();
        }
        lines.add("");
        lines.addAll(endToEnd(bench));
        return lines;
    }

    private static List<String> acceptance(Bench bench, DiskLimit limit)
            throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        String servers = String.join(" / ", names(bench));
        lines.add("Acknowledged a second; the disk's limit is what one thread can write and sync");
        lines.add("when as many messages share a sync as there are clients.");
        lines.add("");
        lines.add(
                "| size | clients | "
                        + servers
                        + " | ratio | p50 ms | p99 ms | processor µs a message | disk's limit |"
                        + " reached |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        for (Load load : ACCEPTANCE) {
            var found = bench.compare(load.label(), GENERATOR, load::options);
            double most = limit.perSecond(load.kilobytes() << 10, load.connections(), bench.runs());
            lines.add(
                    "| %d KB | %d | %s | %s | %s | %s | %s | %s | %s |"
                            .formatted(
                                    load.kilobytes(),
                                    load.connections(),
                                    all(bench, found, "acked_per_s", 0),
                                    ratio(bench, found, "acked_per_s"),
                                    all(bench, found, "ack_p50_ms", 2),
                                    all(bench, found, "ack_p99_ms", 1),
                                    all(bench, found, "server_cpu_us_per_msg", 0),
                                    Figures.number(most, 0),
                                    Figures.number(first(bench, found, "acked_per_s") / most, 2)));
        }
        return lines;
    }

    private static List<String> endToEnd(Bench bench) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        lines.add("Messages a second from the first MAIL until the last can be seen over IMAP:");
        lines.add("");
        String servers = String.join(" / ", names(bench));
        lines.add(
                "| size | clients | messages | " + servers + " | ratio | processor µs a message |");
        lines.add("|---|---|---|---|---|---|");
        for (Load load : END_TO_END) {
            var found = bench.compare(load.label(), GENERATOR, load::options);
            lines.add(
                    "| %d KB | %d | %d | %s | %s | %s |"
                            .formatted(
                                    load.kilobytes(),
                                    load.connections(),
                                    load.messages(),
                                    all(bench, found, "delivered_per_s", 0),
                                    ratio(bench, found, "delivered_per_s"),
                                    all(bench, found, "server_cpu_us_per_msg", 0)));
        }
        return lines;
    }

    private static List<String> names(Bench bench) {
        return bench.servers().stream().map(MeasuredServer::name).toList();
    }

    private static String all(
            Bench bench, Map<String, Figures> found, String figure, int decimals) {
        return String.join(
                " / ",
                names(bench).stream()
                        .map(name -> Figures.number(Figures.median(found, name, figure), decimals))
                        .toList());
    }

    /// The first server's figure by the last one's; of one server there is none.
    private static String ratio(Bench bench, Map<String, Figures> found, String figure) {
        double last = Figures.median(found, names(bench).getLast(), figure);
        return bench.servers().size() == 1
                ? "–"
                : Figures.number(first(bench, found, figure) / last, 1);
    }

    private static double first(Bench bench, Map<String, Figures> found, String figure) {
        return Figures.median(found, names(bench).getFirst(), figure);
    }
}
