package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;

/// The disk of the data directory gets full under load, to the last octet: writers are told so,
/// readers are served, nothing is lost, and when there is room again the server goes on, or starts,
/// by itself. Needs the right to mount. `-Dfull.rounds=` says how often in the long test.
class FullDiskTest {
    private static final int ROUNDS = 20;
    private static final int SENDERS = 8;
    private static final long SOME = 24L << 20;

    @TempDir private Path folder;

    private final Promised promised = new Promised();
    private final Load load = new Load(promised);

    @Test
    void aFewTimes() throws Exception {
        rounds(2);
    }

    @Test
    @Tag("long")
    void manyTimes() throws Exception {
        rounds(Integer.getInteger("full.rounds", ROUNDS));
    }

    private void rounds(int rounds) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Path data = folder.resolve("data");
        long start = System.nanoTime();
        try (var disk = mounted(data)) {
            for (int round = 0; round < rounds; round++) {
                disk.room(SOME);
                round(data, disk, random, round);
            }
        }
        assertThat(Files.readString(folder.resolve("data.log"))).doesNotContain("\tat ");
        LoggerFactory.getLogger(FullDiskTest.class)
                .info(
                        "rounds={} {} seconds={} seed={}",
                        rounds,
                        promised,
                        (System.nanoTime() - start) / 1_000_000_000,
                        seed);
    }

    private static SmallDisk mounted(Path data) throws InterruptedException {
        try {
            return SmallDisk.on(data);
        } catch (IOException e) {
            return Assumptions.abort("cannot mount: " + e.getMessage());
        }
    }

    private void round(Path data, SmallDisk disk, Random random, int round) throws Exception {
        String why = "round " + round;
        boolean killed = random.nextBoolean();
        try (var server = JebiProcess.serve(data, "hostname=a.test")) {
            if (round == 0) {
                server.withAccount("al@a.test");
            }
            fill(server);
            disk.room(random.nextInt(3) * 100_000L);
            full(server, why);
            if (killed) {
                server.kill();
            } else {
                disk.room(SOME);
                goesOn(server);
                promised.check(server, why);
                assertThat(server.stop()).isZero();
            }
        }
        if (killed) {
            startOnAFullDisk(data, why);
            disk.room(SOME);
            try (var server = JebiProcess.serve(data, "hostname=a.test")) {
                promised.check(server, why);
                goesOn(server);
            }
        }
        assertThat(Files.exists(data.resolve("meta/damaged"))).as(why).isFalse();
    }

    /// Delivers from several sessions until each is refused.
    private void fill(JebiProcess server) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                var _ =
                        threads.submit(() -> {
                            try (var smtp = greeted(server)) {
                                String reply;
                                do {
                                    reply = load.deliver(smtp, 100_000);
                                } while (reply.startsWith("250 "));
                                assertThat(reply).startsWith("452 ");
                                return true;
                            }
                        });
            }
        }
    }

    private static Dialogue greeted(JebiProcess server) throws IOException {
        var smtp = new Dialogue(server.at("smtp"));
        smtp.reply();
        smtp.command("EHLO load");
        return smtp;
    }

    /// Writers are refused, each in its protocol's words; readers are served, though not in the
    /// moment in which the index has run into the full disk.
    private void full(JebiProcess server, String why) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> promised.check(server, why));
        try (var smtp = greeted(server)) {
            assertThat(load.deliver(smtp, 1 << 20)).startsWith("452 ");
        }
        try (var imap = new Dialogue(server.at("imap"))) {
            imap.line();
            Promised.ok(imap, "LOGIN al@a.test secret");
            Promised.ok(imap, "SELECT INBOX");
            assertThat(Load.append(imap, "x".repeat(1 << 20)))
                    .matches("a NO \\[(OVERQUOTA|UNAVAILABLE|SERVERBUG|LIMIT)] .*");
        }
        try (var pop3 = new Dialogue(server.at("pop3"))) {
            pop3.line();
            assertThat(pop3.ask("USER al@a.test")).startsWith("+OK");
            assertThat(pop3.ask("PASS secret")).startsWith("+OK");
            assertThat(pop3.ask("RETR 1")).startsWith("+OK");
            pop3.dotted();
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
        }
    }

    private void goesOn(JebiProcess server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    try (var smtp = greeted(server)) {
                        assertThat(load.deliver(smtp, 1_000)).startsWith("250 ");
                    }
                });
    }

    /// It may start or say that there is no room; either way it leaves everything as it is.
    private void startOnAFullDisk(Path data, String why) throws Exception {
        try (var server = JebiProcess.serve(data, "hostname=a.test")) {
            promised.check(server, why);
        } catch (IOException e) {
            assertThat(e).as(why).hasMessageContaining("not ready");
        }
    }
}
