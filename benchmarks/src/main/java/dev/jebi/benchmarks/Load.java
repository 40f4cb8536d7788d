package dev.jebi.benchmarks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// A whole server under load: `jebi serve` in a process of its own takes messages of 4 KB for 100
/// accounts over 1, 10 and 50 connections; what is counted was acknowledged with 250, so it is on
/// the disk. `SMTP=host:port` and `USERS=u%03d@bench.test` in the environment measure another
/// server instead.
public final class Load {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final int ACCOUNTS = 100;
    private static final int WARM_SECONDS = 5;
    private static final int SECONDS = 10;
    private static final String USERS = System.getenv().getOrDefault("USERS", "u%03d@bench.test");

    private Load() {}

    /// Runs all of it and logs a line for each number of connections.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String given = System.getenv("SMTP");
        if (given != null) {
            measure(given);
            return;
        }
        Path data = Files.createTempDirectory("jebi-load");
        run(data, "domain", "add", "bench.test");
        for (int i = 1; i <= ACCOUNTS; i++) {
            run(data, "account", "add", String.format(USERS, i), "--password-stdin");
        }
        Process server = start(data, "serve", "--set", "listen.smtp=127.0.0.1:0");
        try (var out =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String smtp = "";
            String line;
            while ((line = out.readLine()) != null && !line.equals("jebi: ready")) {
                if (line.startsWith("jebi: smtp on ")) {
                    smtp = line.substring("jebi: smtp on ".length());
                }
            }
            measure(smtp);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void measure(String smtp) throws InterruptedException {
        for (int connections : new int[] {1, 10, 50}) {
            measure(smtp, connections);
        }
    }

    private static void measure(String smtp, int connections) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicLong();
        long begin = System.nanoTime();
        long from = begin + WARM_SECONDS * 1_000_000_000L;
        long to = from + SECONDS * 1_000_000_000L;
        var done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            int first = i * 7;
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            send(smtp, first, from, to, times);
                        } catch (IOException e) {
                            failed.incrementAndGet();
                            LOG.error("event=load-failed", e);
                        } finally {
                            done.countDown();
                        }
                    });
        }
        done.await();
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        LOG.info(
                "connections={} messagesPerSecond={} p50Millis={} p99Millis={} failed={}",
                connections,
                sorted.length / SECONDS,
                percentile(sorted, 50),
                percentile(sorted, 99),
                failed);
    }

    private static String percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? "-"
                : String.format("%.2f", sorted[(sorted.length - 1) * percent / 100] / 1e6);
    }

    private static void send(
            String smtp, int first, long from, long to, ConcurrentLinkedQueue<Long> times)
            throws IOException {
        int colon = smtp.lastIndexOf(':');
        try (var socket =
                new Socket(smtp.substring(0, colon), Integer.parseInt(smtp.substring(colon + 1)))) {
            socket.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, 220);
            command(in, out, "EHLO load.test", 250);
            String content =
                    "From: x@load.test\r\nSubject: load\r\n\r\n"
                            + ("x".repeat(76) + "\r\n").repeat(51);
            int next = first;
            long start;
            while ((start = System.nanoTime()) < to) {
                command(in, out, "MAIL FROM:<x@load.test>", 250);
                command(
                        in,
                        out,
                        "RCPT TO:<" + String.format(USERS, 1 + next++ % ACCOUNTS) + ">",
                        250);
                command(in, out, "DATA", 354);
                command(in, out, content + ".", 250);
                long end = System.nanoTime();
                if (start >= from && end <= to) {
                    times.add(end - start);
                }
            }
        }
    }

    private static void command(BufferedReader in, OutputStream out, String line, int code)
            throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, int code) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null || !line.startsWith(String.valueOf(code))) {
                throw new IOException("expected " + code + ", got " + line);
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }

    private static void run(Path data, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(data, arguments);
        try (var in = process.getOutputStream()) {
            in.write("secret\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + Arrays.toString(arguments));
        }
    }

    private static Process start(Path data, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.jebi.daemon.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
