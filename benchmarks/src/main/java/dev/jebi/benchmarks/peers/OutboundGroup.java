package dev.jebi.benchmarks.peers;

import dev.jebi.testkit.Postfix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Mail that goes through: taken over SMTP, queued durably, sent to a sink that is fast. Each
/// server runs alone, with a queue of its own on the same disk and its usual settings.
final class OutboundGroup implements Group {
    private static final int MESSAGES = Integer.getInteger("jebi.outbound.messages", 10_000);
    private static final int CONNECTIONS = 20;
    private static final List<Integer> KILOBYTES = List.of(4, 50);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path folder;
    private final Path launcher;

    /// @param folder on the disk that the servers use
    OutboundGroup(Path folder, Path launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    @Override
    public String name() {
        return "outbound";
    }

    @Override
    public List<String> run(Bench bench) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        lines.add("Messages a second from the first MAIL until the last has reached the sink:");
        lines.add("");
        lines.add("| size | clients | messages | Jebi | Postfix | ratio |");
        lines.add("|---|---|---|---|---|---|");
        var jebi = new double[KILOBYTES.size()][bench.runs()];
        var postfix = new double[KILOBYTES.size()][bench.runs()];
        for (int run = 0; run < bench.runs(); run++) {
            try (var sink = new FastSink()) {
                var server =
                        Jebi.start(
                                launcher,
                                folder.resolve("jebi-outbound-" + run),
                                "relay.routes=*=127.0.0.1:" + sink.port());
                try {
                    measure(server.ports().smtp(), sink, jebi, run);
                } finally {
                    server.stop();
                }
            }
            try (var sink = new FastSink();
                    var server = Postfix.start("bench.test", settings(sink))) {
                measure(server.address().getPort(), sink, postfix, run);
            }
        }
        for (int i = 0; i < KILOBYTES.size(); i++) {
            double ours = median(jebi[i]);
            double theirs = median(postfix[i]);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %d KB | %d | %d | %,.0f | %,.0f | %.1f |",
                            KILOBYTES.get(i),
                            CONNECTIONS,
                            MESSAGES,
                            ours,
                            theirs,
                            ours / theirs));
        }
        return lines;
    }

    private static Map<String, String> settings(FastSink sink) {
        return Map.of(
                "default_transport",
                "smtp",
                "relayhost",
                "[127.0.0.1]:" + sink.port(),
                "smtp_tls_security_level",
                "none");
    }

    private static void measure(int port, FastSink sink, double[][] found, int run)
            throws IOException, InterruptedException {
        perSecond(port, sink, MESSAGES / 2, 4); // the first are always the slowest
        for (int i = 0; i < KILOBYTES.size(); i++) {
            found[i][run] = perSecond(port, sink, MESSAGES, KILOBYTES.get(i));
        }
    }

    private static double perSecond(int port, FastSink sink, int messages, int kilobytes)
            throws IOException, InterruptedException {
        long before = sink.messages();
        long begun = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(() -> inject(port, messages / CONNECTIONS, kilobytes));
            }
            for (var done : threads.invokeAll(all)) {
                var _ = done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the server did not take the messages", e);
        }
        long count = (long) (messages / CONNECTIONS) * CONNECTIONS;
        if (!sink.await(before + count, LONGEST)) {
            throw new IOException("only " + (sink.messages() - before) + " of " + count + " came");
        }
        return count * 1e9 / (sink.last() - begun);
    }

    private static boolean inject(int port, int messages, int kilobytes) throws IOException {
        var body = ("x".repeat(62) + "\r\n").repeat(kilobytes * 16);
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var out = socket.getOutputStream();
            reply(in);
            write(out, "EHLO client.test\r\n");
            reply(in);
            for (int i = 0; i < messages; i++) {
                write(
                        out,
                        "MAIL FROM:<u001@bench.test>\r\nRCPT TO:<r" + i + "@out.test>\r\nDATA\r\n");
                reply(in);
                reply(in);
                reply(in);
                write(
                        out,
                        "From: u001@bench.test\r\nSubject: outbound "
                                + i
                                + "\r\n\r\n"
                                + body
                                + ".\r\n");
                reply(in);
            }
            write(out, "QUIT\r\n");
        }
        return true;
    }

    private static void write(java.io.OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || line.charAt(0) > '3') {
            throw new IOException("refused: " + line);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
