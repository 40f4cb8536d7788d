package dev.jebi.mailstore.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An S3 server for tests, one for the whole run: a process of its own with what Maven has put into
/// `target/s3-peer`. It checks signatures and keeps everything in its memory.
public final class S3Peer {
    private static final String ACCESS = "test-key";
    private static final String SECRET = "test-secret-that-no-log-shows";
    private static final Duration START = Duration.ofMinutes(2);
    private static final int TRIES = 3;
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static @Nullable S3Peer running;

    private final Process process;
    private final int port;

    private S3Peer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// The server; the test that asks is skipped where it cannot be had.
    public static synchronized S3Peer running() {
        var now = running;
        if (now == null) {
            Path jars = Path.of(System.getProperty("jebi.root", ".."), "mailstore/target/s3-peer");
            assumeTrue(
                    Files.isDirectory(jars),
                    () -> "no S3 server in " + jars + ": 'mvn -pl mailstore test' puts it there");
            now = start(jars);
            running = now;
        }
        return now;
    }

    private static S3Peer start(Path jars) {
        for (int left = TRIES; ; left--) {
            try {
                return tried(jars);
            } catch (IOException e) {
                if (left == 0) {
                    throw new UncheckedIOException("the S3 server does not start", e);
                }
            }
        }
    }

    /// Somebody else may take the port before the server does.
    private static S3Peer tried(Path jars) throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory("s3-peer");
        Path logging = directory.resolve("logback.xml");
        Files.writeString(logging, "<configuration><root level=\"OFF\"/></configuration>");
        Path settings = directory.resolve("s3proxy.conf");
        Files.write(
                settings,
                List.of(
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.identity=" + ACCESS,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=transient-nio2",
                        "jclouds.identity=any",
                        "jclouds.credential=any"));
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Dlogback.configurationFile=" + logging,
                                "-cp",
                                jars + "/*",
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await()
                .atMost(START)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> answers(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException(Files.readString(directory.resolve("output")));
        }
        return new S3Peer(process, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException _) {
            return false; // not yet
        }
    }

    /// Where it listens.
    public int port() {
        return port;
    }

    /// Its keys.
    public BucketKeys keys() {
        return new BucketKeys(ACCESS, SECRET);
    }

    /// A new and empty bucket.
    ///
    /// @return its `s3://` address, with a prefix
    public String bucket() {
        String name = "mail-" + ProcessHandle.current().pid() + "-" + BUCKETS.incrementAndGet();
        BucketMaking.make(endpoint(port), name, keys());
        return url(name, port);
    }

    /// The address of a bucket behind a port that leads here.
    public static String url(String bucket, int port) {
        return "s3://" + bucket + "/mail?endpoint=" + endpoint(port) + "&region=eu-test-1";
    }

    private static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Whether the process lives.
    boolean alive() {
        return process.isAlive();
    }

    /// What an unsigned request for an object comes to.
    int unsigned(BucketAddress address, String name) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = endpoint(port) + "/" + address.bucket() + "/" + address.prefix() + name;
            return client.send(
                            HttpRequest.newBuilder(URI.create(uri)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /// A bucket of its own with standard limits.
    public Bucket open(BucketLimits limits) {
        return new Bucket(BucketAddress.parse(bucket()), Optional.of(keys()), limits);
    }
}
