package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.tools.ToolProvider;

/// Starts Jebi and, beside it, Postfix and Dovecot, runs groups of loads against both, and prints
/// their tables as Markdown. Properties, all optional:
///
/// - `jebi.bench`: the folder with `peers.sh` and the load generators; default: `../shared/bench`
///   beside the checkout
/// - `jebi.groups`: which groups, with commas between; default: all
/// - `jebi.runs`: how many runs of each load, 3; `jebi.seconds`: how long one is, 8; `jebi.warm`:
///   how long each server is warmed up with 10 clients, and then with one (in the group `access`:
///   with each load), 20
/// - `jebi.outbound.messages`: how many messages one run of the group `outbound` passes on, 10000
/// - `jebi.access.messages`, 10000, and `jebi.access.waiting`, 1000: the mailbox that the group
///   `access` reads, and how many connections it has wait in IDLE
/// - `jebi.work`: where the mail goes; default: a folder that is removed at the end
/// - `jebi.alone`: true for Jebi without the others
/// - `jebi.launcher`: default: `jebi` of the checkout
public final class BesidePeers {
    private BesidePeers() {}

    /// Runs it.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("jebi.root", ".")).toAbsolutePath().normalize();
        Path bench =
                property("jebi.bench")
                        .map(Path::of)
                        .orElse(root.resolveSibling("shared").resolve("bench"));
        var out = new PrintWriter(java.lang.System.out, true, StandardCharsets.UTF_8);
        if (!Files.exists(bench.resolve("peers.sh"))) {
            out.println(
                    "There is no peers.sh in "
                            + bench
                            + ": give the folder with it and the load generators by"
                            + " -Djebi.bench=FOLDER");
            java.lang.System.exit(2);
        }
        Path launcher = property("jebi.launcher").map(Path::of).orElse(root.resolve("jebi"));
        var given = property("jebi.work").map(Path::of);
        Path work = given.isPresent() ? given.get() : Files.createTempDirectory("jebi-peers");
        Files.createDirectories(work);
        if (given.isEmpty()) { // Postfix and Dovecot are other users
            work.toFile().setExecutable(true, false);
            work.toFile().setReadable(true, false);
        }
        try {
            run(bench, launcher, work, out);
        } finally {
            if (given.isEmpty()) {
                remove(work);
            }
        }
    }

    private static void run(Path bench, Path launcher, Path work, PrintWriter out)
            throws IOException, InterruptedException {
        Path classes = compile(bench, work.resolve("classes"));
        int runs = Integer.parseInt(property("jebi.runs").orElse("3"));
        var chosen = property("jebi.groups").map(names -> List.of(names.split(",")));
        var all = groups(work, launcher);
        var groups =
                all.stream()
                        .filter(g -> chosen.isEmpty() || chosen.get().contains(g.name()))
                        .toList();
        if (groups.size() < chosen.map(List::size).orElse(all.size())) {
            out.println("The groups are " + all.stream().map(Group::name).toList());
            return;
        }
        var servers = new ArrayList<MeasuredServer>();
        try {
            servers.add(Jebi.start(launcher, work.resolve("jebi-data")));
            if (!Boolean.getBoolean("jebi.alone")) {
                servers.add(PostfixDovecot.start(bench, work.resolve("peers")));
            }
            var running = new Bench(classes, servers, work.resolve("runs.jsonl"), runs);
            for (Group group : groups) {
                out.printf(Locale.ROOT, "%n## %s, medians of %d runs%n%n", group.name(), runs);
                group.run(running).forEach(out::println);
            }
        } finally {
            for (MeasuredServer server : servers) {
                server.stop();
            }
        }
    }

    /// All groups; another one is added here.
    private static List<Group> groups(Path work, Path launcher) {
        return List.of(
                new DeliveryGroup(work),
                new ImapGroup(),
                new AccessGroup(),
                new OutboundGroup(work, launcher));
    }

    /// What is not given is empty when it comes through Maven.
    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    private static Path compile(Path bench, Path classes) throws IOException {
        Files.createDirectories(classes);
        var arguments = new ArrayList<>(List.of("-nowarn", "-d", classes.toString()));
        try (var files = Files.list(bench)) {
            files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
        }
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IOException("the generators do not compile: " + bench);
        }
        return classes;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.deleteIfExists(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
