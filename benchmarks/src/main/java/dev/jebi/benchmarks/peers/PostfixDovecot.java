package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Postfix that hands over to Dovecot by LMTP, by the script `peers.sh` of the bench folder: every
/// message synced before 250, like Jebi. Needs root and both packages (`peers.sh install`).
final class PostfixDovecot implements MeasuredServer {
    private static final Ports PORTS = new Ports(31025, 31143, 31110);

    private final Path script;
    private final Path folder;
    private List<Long> pids = List.of();

    private PostfixDovecot(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /// Starts both with their mail in a folder.
    static PostfixDovecot start(Path bench, Path folder) throws IOException, InterruptedException {
        var peers = new PostfixDovecot(bench.resolve("peers.sh"), folder);
        peers.start();
        return peers;
    }

    private void start() throws IOException, InterruptedException {
        peers("start");
        pids =
                Arrays.stream(peers("pids").strip().split(","))
                        .map(pid -> Long.parseLong(pid.strip()))
                        .toList();
    }

    private String peers(String what) throws IOException, InterruptedException {
        var settings = Map.of("PEERS", folder.toString(), "FORMAT", format());
        // what it starts lives on and would keep a pipe open: its words go through a file
        Path out = folder.resolveSibling("peers.out");
        String line = "exec \"$0\" " + what + " > \"$1\"";
        Commands.run(List.of("bash", "-c", line, script.toString(), out.toString()), settings);
        return Files.readString(out);
    }

    /// Dovecot's mailbox format: `sdbox` unless the property `jebi.peers.format` says another.
    private static String format() {
        String given = System.getProperty("jebi.peers.format", ""); // blank through Maven
        return given.isBlank() ? "sdbox" : given;
    }

    @Override
    public String name() {
        return "Postfix + Dovecot";
    }

    @Override
    public Ports ports() {
        return PORTS;
    }

    @Override
    public List<Long> pids() {
        return pids;
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        peers("stop");
        start();
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        peers("stop");
    }
}
