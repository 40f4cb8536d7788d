package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// IMAP on one large mailbox, the others' caches warm: how long a command takes.
final class ImapGroup implements Group {
    private static final String GENERATOR = "ImapLoad";
    private static final int MESSAGES = Integer.getInteger("jebi.imap.messages", 100_000);
    private static final String USER = String.format(MeasuredServer.USERS, 100);
    private static final String TELLING = "ENVELOPE BODYSTRUCTURE";
    private static final String TIME = "time_p50_ms";
    private static final String CPU = "server_cpu_s";

    /// Each word stands in one message of so many.
    private static final int RARE = 10_000;

    private final List<String> lines = new ArrayList<>();

    @Override
    public String name() {
        return "imap";
    }

    @Override
    public List<String> run(Bench bench) throws IOException, InterruptedException {
        for (MeasuredServer server : bench.servers()) {
            load(bench, server, "build", "big", "--messages", String.valueOf(MESSAGES));
            load(bench, server, "fetch", "big", "--items", TELLING, "--repeat", "3");
            load(bench, server, "fetch", "big", "--items", "FLAGS", "--repeat", "10");
            load(bench, server, "select", "big", "--repeat", "3000");
        }
        var names = bench.servers().stream().map(MeasuredServer::name).toList();
        lines.add("A mailbox of " + MESSAGES + " messages; milliseconds, and processor seconds of");
        lines.add("the server for the whole load, logins and repetitions included.");
        lines.add("");
        lines.add("| command | " + String.join(" / ", names) + " | ratio | processor s |");
        lines.add("|---|---|---|---|");
        row(bench, "SELECT", TIME, compare(bench, "select", "--repeat", "1000"));
        row(
                bench,
                "FETCH 1:* (FLAGS)",
                TIME,
                compare(bench, "fetch", "--items", "FLAGS", "--repeat", "5"));
        row(
                bench,
                "FETCH 1:* (" + TELLING + ")",
                TIME,
                compare(bench, "fetch", "--items", TELLING, "--repeat", "3"));
        restarted(bench);
        search(bench, "TEXT axolotlbody");
        search(bench, "SUBJECT quokkasubj");
        copied(bench);
        return lines;
    }

    private static String load(
            Bench bench, MeasuredServer server, String scenario, String mailbox, String... more)
            throws IOException, InterruptedException {
        return bench.generate(
                server, scenario, GENERATOR, options(server, scenario, mailbox, more));
    }

    private static List<String> options(
            MeasuredServer server, String scenario, String mailbox, String... more) {
        var options = new ArrayList<String>();
        options.addAll(List.of("--port", String.valueOf(server.ports().imap())));
        options.addAll(List.of("--scenario", scenario, "--user", USER, "--mailbox", mailbox));
        options.addAll(List.of(more));
        return options;
    }

    private static Map<String, Figures> compare(Bench bench, String scenario, String... more)
            throws IOException, InterruptedException {
        return bench.compare(scenario, GENERATOR, server -> options(server, scenario, "big", more));
    }

    private void search(Bench bench, String criteria) throws IOException, InterruptedException {
        var found =
                compare(
                        bench,
                        "search",
                        "--criteria",
                        criteria,
                        "--expect",
                        String.valueOf(MESSAGES / RARE));
        row(bench, "SEARCH " + criteria, TIME, found);
    }

    /// The first command of the first client after a restart; a server that makes itself ready in
    /// the background has done it by then.
    private void restarted(Bench bench) throws IOException, InterruptedException {
        Map<String, Figures> found = new LinkedHashMap<>();
        for (int run = 0; run < bench.runs(); run++) {
            for (MeasuredServer server : bench.servers()) {
                server.restart();
                String line = load(bench, server, "fetch", "big", "--items", TELLING);
                found.computeIfAbsent(server.name(), _ -> new Figures()).take(line);
            }
        }
        row(bench, "the same, first after a restart", TIME, found);
    }

    private void copied(Bench bench) throws IOException, InterruptedException {
        Map<String, Figures> copies = new LinkedHashMap<>();
        Map<String, Figures> expunges = new LinkedHashMap<>();
        for (int run = -1; run < bench.runs(); run++) { // after a restart: the first only warms
            for (MeasuredServer server : bench.servers()) {
                String copy = load(bench, server, "copy", "big", "--set", "1:10000");
                String expunge = load(bench, server, "expunge", "copied", "--set", "1:10000");
                if (run >= 0) {
                    copies.computeIfAbsent(server.name(), _ -> new Figures()).take(copy);
                    expunges.computeIfAbsent(server.name(), _ -> new Figures()).take(expunge);
                }
            }
        }
        row(bench, "COPY 10,000", "copy_ms", copies);
        row(bench, "STORE 10,000 \\Deleted", "store_ms", expunges);
        row(bench, "EXPUNGE 10,000", "expunge_ms", expunges);
    }

    private void row(Bench bench, String what, String figure, Map<String, Figures> found) {
        var names = bench.servers().stream().map(MeasuredServer::name).toList();
        var times = new ArrayList<String>();
        var cpu = new ArrayList<String>();
        for (String name : names) {
            double time = Figures.median(found, name, figure);
            times.add(Figures.number(time, time < 1 ? 3 : 1));
            cpu.add(Figures.number(Figures.median(found, name, CPU), 2));
        }
        double ratio =
                Figures.median(found, names.getLast(), figure)
                        / Figures.median(found, names.getFirst(), figure);
        lines.add(
                "| %s | %s | %s | %s |"
                        .formatted(
                                what,
                                String.join(" / ", times),
                                names.size() == 1 ? "–" : Figures.number(ratio, 1),
                                String.join(" / ", cpu)));
    }
}
