package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The script `jebi` of an installed tree, with a Java that only notes how it is called: when the
/// AOT cache of the server is made, and when it is used.
final class LauncherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Its server serves until its input ends.
    private static final String JAVA =
            """
            #!/bin/sh
            echo "$*" >>"${0%/*}/calls"
            for word; do
              case $word in
              -XX:AOTCacheOutput=*)
                [ -z "${NO_CACHE:-}" ] || exit 1
                echo cache >"${word#*=}"
                ;;
              serve) cat >/dev/null ;;
              esac
            done
            """;

    @TempDir private Path folder;

    private Path cache;
    private Path calls;

    @BeforeEach
    void tree() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path bin = Files.createDirectories(folder.resolve("java/bin"));
        Files.copy(
                Path.of(System.getProperty("jebi.root", "..")).resolve("jebi"),
                folder.resolve("jebi"));
        Files.writeString(lib.resolve("jebi-daemon.jar"), "x");
        Files.writeString(lib.resolve("jebi-user-agent-cli.jar"), "x");
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
        program(bin.resolve("java"), JAVA);
        program(bin.resolve("sleep"), "#!/bin/sh\n");
        cache = lib.resolve("serve.aot");
        calls = bin.resolve("calls");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static ConditionFactory soon() {
        return await().atMost(PATIENCE);
    }

    /// Variables as `NAME=value`, then the arguments.
    private Process jebi(List<String> variables, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("env"));
        command.addAll(variables);
        command.addAll(List.of("sh", folder.resolve("jebi").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder.toFile()); // where one of the options writes
        var variable = builder.environment();
        variable.keySet().removeIf(name -> name.startsWith("J"));
        variable.put("JEBI_JAVA_HOME", folder.resolve("java").toString());
        variable.put("PATH", folder.resolve("java/bin") + ":" + variable.get("PATH"));
        return builder.redirectOutput(folder.resolve("out").toFile()).start();
    }

    private static int end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /// How a server is started, which then stops at once.
    private String served(String... variables) throws IOException, InterruptedException {
        int before = serving().size();
        var server = jebi(List.of(variables), "serve", "--data", "d");
        soon().until(() -> serving().size() > before);
        var beside = server.descendants().toList(); // which may make a cache, and then ends
        end(server);
        soon().until(() -> beside.stream().noneMatch(ProcessHandle::isAlive));
        return serving().getLast();
    }

    /// How servers were started.
    private List<String> serving() throws IOException {
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .filter(call -> call.endsWith("Main serve --data d"))
                        .toList()
                : List.of();
    }

    private int prepare(String... variables) throws IOException, InterruptedException {
        return end(jebi(List.of(variables), "prepare"));
    }

    private boolean made() {
        return Files.exists(cache.resolveSibling("serve.aot.of"))
                && !Files.exists(cache.resolveSibling("serve.aot.making"));
    }

    @Test
    void aServerHasTheCacheMadeForTheNext() throws Exception {
        var first = jebi(List.of(), "serve", "--data", "d");
        soon().until(this::made);
        end(first);
        assertThat(Files.readString(calls)).doesNotContain("-XX:AOTCache=");
        assertThat(served()).contains("-XX:AOTCache=" + cache + " ");
    }

    @Test
    void anotherJarMakesItStale() throws Exception {
        assertThat(prepare()).isZero();
        Files.writeString(cache.resolveSibling("jebi-daemon.jar"), "another");
        Files.writeString(cache, "stale\n");
        var server = jebi(List.of(), "serve", "--data", "d");
        soon().until(() -> Files.readString(cache).equals("cache\n") && made());
        end(server);
        assertThat(Files.readString(calls)).doesNotContain("-XX:AOTCache=");
        assertThat(served()).contains("-XX:AOTCache=");
    }

    @Test
    void anotherJavaMakesItStale() throws Exception {
        assertThat(prepare()).isZero();
        program(folder.resolve("java/bin/java"), JAVA + "# another build\n");
        assertThat(served()).doesNotContain("-XX:AOTCache=");
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws Exception {
        assertThat(prepare()).isZero();
        String before = Files.readString(calls);
        assertThat(prepare()).isZero();
        assertThat(Files.readString(calls).substring(before.length()))
                .doesNotContain("-XX:AOTCacheOutput");
    }

    @Test
    void someOptionsDoNotGoWithIt() throws Exception {
        assertThat(prepare()).isZero();
        assertThat(served("JEBI_JAVA_OPTS=-Xmx2g")).contains("-XX:AOTCache=", " -Xmx2g ");
        for (String option :
                List.of("-XX:+UseZGC", "-XX:AOTCacheOutput=x", "-Xshare:off", "-XX:AOTCache=x")) {
            assertThat(served("JEBI_JAVA_OPTS=" + option)).doesNotContain("-XX:AOTCache=" + cache);
        }
    }

    @Test
    void oneThatCannotBeMadeIsNotTriedAtEachStart() throws Exception {
        assertThat(prepare("NO_CACHE=1")).isEqualTo(73);
        assertThat(Files.readString(folder.resolve("out"))).contains("no AOT cache could be made");
        assertThat(made()).isTrue();
        assertThat(served()).doesNotContain("-XX:AOTCache=");
        assertThat(prepare()).isZero();
        assertThat(served()).contains("-XX:AOTCache=");
    }

    @Test
    void oneWhoseMakerWasKilledIsMadeAgain() throws Exception {
        Path making = Files.createDirectory(cache.resolveSibling("serve.aot.making"));
        assertThat(prepare()).as("without a word who makes it").isZero();
        Files.delete(cache);
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectory(making);
        Files.writeString(making.resolve("maker"), gone.pid() + "\n");
        assertThat(prepare()).isZero();
        assertThat(cache).exists();
    }

    @Test
    void twoDoNotMakeItAtOnce() throws Exception {
        Path making = Files.createDirectory(cache.resolveSibling("serve.aot.making"));
        Files.writeString(making.resolve("maker"), ProcessHandle.current().pid() + "\n");
        assertThat(prepare()).isEqualTo(73);
        assertThat(making).exists();
        assertThat(Files.readString(calls)).doesNotContain("daemon.Rehearsal");
    }
}
