package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How soon `jebi mail ls` has listed a mailbox that is in step, beside a program of one class: the
/// two in turn, so that what else the machine has to do slows both. Needs what `mvn package` makes.
@Tag("long")
class ListStartTest {
    private static final int RUNS = 21;
    private static final int WARM_UP = 3;
    private static final double MOST = 1.5;
    private static final Path ROOT = Path.of(System.getProperty("jebi.root", ".."));

    @TempDir private Path home;

    /// The bare machine: what Java needs to say a word.
    static final class Word {
        private Word() {}

        public static void main(String[] arguments) {
            new PrintStream(new FileOutputStream(FileDescriptor.out), true).println("word");
        }
    }

    @Test
    void aListInStepStartsHardlyLaterThanJava() throws Exception {
        Path launcher = ROOT.resolve("jebi");
        Path jar = ROOT.resolve("user-agent-cli/target/jebi-user-agent-cli.jar");
        assumeTrue(
                Files.exists(jar)
                        && Files.exists(ROOT.resolve("daemon/target/jebi-daemon.jar"))
                        && Files.exists(ROOT.resolve("target/lib")),
                "the jars are made by mvn -DskipTests package");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String libraries = ROOT.resolve("target/lib").toAbsolutePath() + "/*";
        run(
                List.of(
                        java,
                        "-cp",
                        jar + File.pathSeparator + libraries,
                        "dev.jebi.useragent.Rehearsal",
                        home.toString()));
        var bare =
                List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path").split(File.pathSeparator, 2)[0],
                        Word.class.getName());
        var list = List.of(launcher.toString(), "mail", "ls");
        run(list);
        awaitCache(jar.resolveSibling("mail-ls.aot"), jar);
        var bareTimes = new ArrayList<Duration>();
        var listTimes = new ArrayList<Duration>();
        for (int i = -WARM_UP; i < RUNS; i++) {
            Duration one = run(bare);
            Duration other = run(list);
            if (i >= 0) {
                bareTimes.add(one);
                listTimes.add(other);
            }
        }
        double ratio = (double) median(listTimes).toNanos() / median(bareTimes).toNanos();
        LoggerFactory.getLogger(ListStartTest.class)
                .info(
                        "event=list-start runs={} java={} list={} ratio={}",
                        RUNS,
                        median(bareTimes),
                        median(listTimes),
                        ratio);
        assertThat(ratio).isLessThan(MOST);
    }

    /// The launcher makes its cache beside the first list.
    private static void awaitCache(Path cache, Path jar) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        Files.exists(cache)
                                && Files.getLastModifiedTime(cache)
                                                .compareTo(Files.getLastModifiedTime(jar))
                                        > 0);
    }

    private Duration run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        for (String directory : List.of("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")) {
            builder.environment().put(directory, home.toString());
        }
        builder.environment().remove("JEBI_JAVA_OPTS"); // with them there is no cache
        builder.redirectOutput(Redirect.DISCARD).redirectError(home.resolve("err").toFile());
        long begun = System.nanoTime();
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        var took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(process.exitValue()).as(Files.readString(home.resolve("err"))).isZero();
        return took;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
