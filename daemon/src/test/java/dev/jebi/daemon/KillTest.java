package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/// The server is killed at random moments under load: what was acknowledged by SMTP and IMAP is
/// there once, flags are set, what was expunged stays away, no UID comes back with another message,
/// and the next start needs no hand. `-Dkill.rounds=` says how often in the long test.
class KillTest {
    private static final int ROUNDS = 200;

    @TempDir private Path folder;

    private final Promised promised = new Promised();

    @Test
    void aFewKills() throws Exception {
        rounds(5);
    }

    @Test
    @Tag("long")
    void manyKills() throws Exception {
        rounds(Integer.getInteger("kill.rounds", ROUNDS));
    }

    private void rounds(int rounds) throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        var load = new Load(promised);
        Path data = folder.resolve("data");
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            try (var server = JebiProcess.serve(data, "hostname=a.test")) {
                if (round == 0) {
                    server.withAccount("al@a.test");
                }
                promised.check(server, "seed " + seed);
                load.untilKilled(server, 200 + random.nextInt(800));
            }
        }
        try (var server = JebiProcess.serve(data, "hostname=a.test")) {
            promised.check(server, "seed " + seed);
            LoggerFactory.getLogger(KillTest.class)
                    .info(
                            "rounds={} {} seconds={} seed={}",
                            rounds,
                            promised,
                            (System.nanoTime() - start) / 1_000_000_000,
                            seed);
            assertThat(promised.count()).isGreaterThan(rounds);
            assertThat(server.stop()).isZero();
        }
    }
}
