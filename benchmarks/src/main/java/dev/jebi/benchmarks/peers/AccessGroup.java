package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reading mail, by many at once: what a server does in a second over IMAP and POP3, and what
/// connections cost that only wait.
final class AccessGroup implements Group {
    private static final String IMAP = "ImapLoad";
    private static final String MAILBOX = "access";
    private static final int MESSAGES = Integer.getInteger("jebi.access.messages", 10_000);
    private static final int WAITING = Integer.getInteger("jebi.access.waiting", 1_000);
    private static final String SECONDS = "5";

    /// Each load goes to each server for this long before it is measured: neither is measured while
    /// its caches are empty and its code is new.
    private static final String WARM_SECONDS = System.getProperty("jebi.warm", "20");

    /// How often each client downloads the mailbox.
    private static final String DOWNLOADS = "5";

    /// How many times the mailboxes of POP3 are filled and emptied before one is measured.
    private static final int POP3_FIRST = 3;

    private static final String READER = String.format(MeasuredServer.USERS, 99);
    private static final String RATE = "ops_per_s";

    /// Accounts whose mail POP3 takes away: the first of them, and how many.
    private static final List<String> POP3_USERS = List.of("--first", "51", "--users", "10");

    private static final String[] STARTTLS = {"--tls", "starttls"};

    private final List<String> lines = new ArrayList<>();

    @Override
    public String name() {
        return "access";
    }

    @Override
    public List<String> run(Bench bench) throws IOException, InterruptedException {
        waiting(bench);
        var names = bench.servers().stream().map(MeasuredServer::name).toList();
        lines.add("");
        lines.add("What is done in a second; the mailbox has " + MESSAGES + " messages of 4 KB.");
        lines.add("");
        lines.add("| what | clients | " + String.join(" / ", names) + " | ratio | processor µs |");
        lines.add("|---|---|---|---|---|");
        for (MeasuredServer server : bench.servers()) {
            bench.generate(
                    server,
                    "build",
                    IMAP,
                    imap(server, "build", 1, reading("--messages", String.valueOf(MESSAGES))));
        }
        rate(bench, "logins", "login", 10);
        rate(bench, "logins with STARTTLS", "login", 10, STARTTLS);
        rate(bench, "STATUS of the INBOXes", "status", 10);
        for (int clients : List.of(1, 10, 50)) {
            rate(bench, "random BODY.PEEK[]", "body", clients, reading());
        }
        rate(bench, "STORE \\Flagged", "store", 10, reading());
        rate(bench, "APPEND", "append", 10);
        download(bench, "whole mailbox, MB");
        download(bench, "whole mailbox with STARTTLS, MB", STARTTLS);
        pop3(bench);
        return lines;
    }

    private static String[] reading(String... more) {
        var options = new ArrayList<>(List.of("--user", READER, "--mailbox", MAILBOX));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private static List<String> imap(
            MeasuredServer server, String scenario, int clients, String... more) {
        var options = new ArrayList<String>();
        options.addAll(List.of("--port", String.valueOf(server.ports().imap())));
        options.addAll(List.of("--scenario", scenario, "--connections", String.valueOf(clients)));
        options.addAll(List.of(more));
        return options;
    }

    private void rate(Bench bench, String what, String scenario, int clients, String... more)
            throws IOException, InterruptedException {
        String label = scenario + "-c" + clients;
        for (MeasuredServer server : bench.servers()) {
            bench.generate(
                    server,
                    "first-" + label,
                    IMAP,
                    imap(server, scenario, clients, lasting(WARM_SECONDS, more)));
        }
        var found =
                bench.compare(
                        label,
                        IMAP,
                        server -> imap(server, scenario, clients, lasting(SECONDS, more)));
        row(bench, what, clients, RATE, found);
    }

    private static String[] lasting(String seconds, String... more) {
        var options = new ArrayList<>(List.of("--duration", seconds));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private void download(Bench bench, String what, String... more)
            throws IOException, InterruptedException {
        var options = new ArrayList<>(List.of("--repeat", DOWNLOADS));
        options.addAll(List.of(more));
        var given = reading(options.toArray(String[]::new));
        for (MeasuredServer server : bench.servers()) {
            bench.generate(server, "first-download", IMAP, imap(server, "download", 4, given));
        }
        var found = bench.compare("download", IMAP, server -> imap(server, "download", 4, given));
        row(bench, what, 4, "mb_per_s", found);
    }

    /// Fills mailboxes, then takes the mail away: RETR and DELE of each message.
    private void pop3(Bench bench) throws IOException, InterruptedException {
        Map<String, Figures> found = new LinkedHashMap<>();
        for (int run = -POP3_FIRST; run < bench.runs(); run++) {
            for (MeasuredServer server : bench.servers()) {
                var fill = new ArrayList<>(POP3_USERS);
                fill.addAll(List.of("--messages", "10000", "--warmup", "0"));
                bench.generate(
                        server,
                        "fill",
                        IMAP,
                        imap(server, "append", 10, fill.toArray(String[]::new)));
                var options = new ArrayList<>(POP3_USERS);
                options.addAll(List.of("--port", String.valueOf(server.ports().pop3())));
                options.addAll(List.of("--connections", "10"));
                String line = bench.generate(server, "pop3", "Pop3Load", options);
                if (run >= 0) {
                    found.computeIfAbsent(server.name(), _ -> new Figures()).take(line);
                }
            }
        }
        row(bench, "POP3 RETR and DELE", 10, "msgs_per_s", found);
    }

    /// Connections in IDLE on servers that were just started, for else memory that an earlier load
    /// left would serve them: memory of the server for each, all that it grew by, and how long an
    /// announcement takes.
    private void waiting(Bench bench) throws IOException, InterruptedException {
        Map<String, Figures> found = new LinkedHashMap<>();
        for (int run = 0; run < bench.runs(); run++) {
            for (MeasuredServer server : bench.servers()) {
                server.restart();
                var options = new ArrayList<String>();
                options.addAll(List.of("--port", String.valueOf(server.ports().imap())));
                options.addAll(List.of("--connections", String.valueOf(WAITING)));
                String line = bench.generate(server, "idle-" + WAITING, "IdleLoad", options);
                found.computeIfAbsent(server.name(), _ -> new Figures()).take(line);
            }
        }
        lines.add(WAITING + " connections in IDLE:");
        lines.add("");
        lines.add("| server | KiB a connection | announced after ms, p50 | p99 |");
        lines.add("|---|---|---|---|");
        found.forEach((name, figures) ->
                lines.add(
                        "| %s | %s | %s | %s |"
                                .formatted(
                                        name,
                                        Figures.number(figures.median("pss_kib_per_connection"), 1),
                                        Figures.number(figures.median("announce_p50_ms"), 1),
                                        Figures.number(figures.median("announce_p99_ms"), 1))));
    }

    private void row(
            Bench bench, String what, int clients, String figure, Map<String, Figures> found) {
        var names = bench.servers().stream().map(MeasuredServer::name).toList();
        var rates = new ArrayList<String>();
        var cpu = new ArrayList<String>();
        for (String name : names) {
            rates.add(Figures.number(Figures.median(found, name, figure), 0));
            cpu.add(Figures.number(Figures.median(found, name, "server_cpu_us_per_op"), 0));
        }
        double ratio =
                Figures.median(found, names.getFirst(), figure)
                        / Figures.median(found, names.getLast(), figure);
        lines.add(
                "| %s | %d | %s | %s | %s |"
                        .formatted(
                                what,
                                clients,
                                String.join(" / ", rates),
                                names.size() == 1 ? "–" : Figures.number(ratio, 1),
                                String.join(" / ", cpu)));
    }
}
