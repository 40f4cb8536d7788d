package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A newcomer at a machine with a Jebi on the ports where it is looked for: nothing but the
/// password is typed.
class FirstRunHereTest {
    private static final List<Integer> PORTS = List.of(143, 587, 10_143, 10_587);

    @TempDir private Path folder;

    private JebiProcess jebi;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(Tmux.there(), "there is no tmux");
        for (int port : PORTS) {
            assumeTrue(free(port), "another server has port " + port);
        }
        jebi =
                JebiProcess.serve(
                        folder.resolve("store"),
                        "hostname=mail.a.test",
                        "listen.imap=127.0.0.1:10143",
                        "listen.submission=127.0.0.1:10587");
        assertThat(jebi.admin("", "domain", "add", "a.test").exitCode()).isZero();
        jebi.withAccount("al@a.test").withAccount("bo@a.test");
    }

    @AfterEach
    void stop() {
        if (jebi != null) {
            jebi.close();
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private Tmux mail(String... arguments) throws IOException {
        var command = JebiProcess.command("dev.jebi.useragent.Main", List.of(arguments));
        command.add(1, "-Duser.name=al");
        Path home = Files.createDirectories(folder.resolve("home"));
        return new Tmux(
                80,
                24,
                List.of(
                        "HOME=" + home,
                        "XDG_CONFIG_HOME=" + home.resolve("config"),
                        "XDG_STATE_HOME=" + home.resolve("state"),
                        "XDG_DATA_HOME=" + home.resolve("data")),
                command);
    }

    private Path accounts() {
        return folder.resolve("home/config/jebi/mail.properties");
    }

    @Test
    void thePanesAskForThePasswordOnly() throws IOException {
        try (var terminal = mail()) {
            terminal.await("Its password is enough").await("the Jebi on this machine");
            terminal.text("secret").keys("Enter").await("INBOX  ").await("al@a.test");
        }
        assertThat(Files.readString(accounts()))
                .contains("al@a.test")
                .contains("localhost:10143")
                .contains("localhost:10587");
    }

    @Test
    void anAddressThatIsGivenHasThePasswordAsTheNextQuestion() throws IOException {
        try (var terminal = mail()) {
            terminal.await("Its password is enough").keys("Up", "Up", "Up", "C-u");
            terminal.text("bo@a.test").keys("Enter").await("servers: the Jebi on this machine");
            terminal.text("secret").keys("Enter").await("INBOX  ").await("bo@a.test");
        }
        assertThat(Files.readString(accounts())).contains("bo@a.test").doesNotContain("al@a.test");
    }

    @Test
    void theVerbAsksForThePasswordOnly() throws IOException {
        try (var terminal = mail("account", "add")) {
            terminal.await("Password of al@a.test:").text("secret").keys("Enter");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(accounts())
                                    .content()
                                    .contains("al@a.test")
                                    .contains("localhost:10143"));
        }
    }
}
