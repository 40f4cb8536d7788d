package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Thunderbird with one account, under Xvfb where that is installed and headless else, which does
/// what the scripts in `clients/` say.
final class Thunderbird implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/lib/thunderbird/thunderbird");
    private static final Path XVFB = Path.of("/usr/bin/Xvfb");
    private static final Path PICTURES = Path.of("target", "thunderbird");

    private final List<Process> processes = new ArrayList<>();
    private final Path home;
    private final Marionette marionette;

    private Thunderbird(Path home, int port) throws IOException {
        this.home = home;
        var arguments = new ArrayList<>(List.of(PROGRAM.toString(), "--no-remote", "--profile"));
        arguments.addAll(List.of(home.resolve("profile").toString(), "--marionette"));
        arguments.add("--remote-allow-system-access");
        var builder = new ProcessBuilder(arguments);
        if (Files.isExecutable(XVFB)) {
            builder.environment().put("DISPLAY", screen());
        } else {
            arguments.add("--headless");
        }
        builder.environment().put("HOME", home.toString());
        builder.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
        Path log = home.resolve("thunderbird.log");
        processes.add(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
        var connected = new ArrayList<Marionette>();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsMatching(e -> e instanceof IOException)
                .until(() -> connected.add(Marionette.connect(port)));
        marionette = connected.getFirst();
    }

    private String screen() throws IOException {
        var command = List.of(XVFB.toString(), "-displayfd", "1", "-nolisten", "tcp");
        var all = new ArrayList<>(command);
        all.addAll(List.of("-screen", "0", "1280x900x24"));
        var screen =
                new ProcessBuilder(all).redirectError(home.resolve("xvfb.log").toFile()).start();
        processes.add(screen);
        return ":" + screen.inputReader().readLine();
    }

    /// Ends the test where there is none.
    static void skipWhereMissing() {
        Program.assume(Files.isExecutable(PROGRAM), "thunderbird is not installed");
    }

    /// Starts it for an account, whose password it knows and whose server it trusts.
    ///
    /// @param type `imap` or `pop3`
    static Thunderbird start(ClientSite site, String login, Path home, String type)
            throws IOException {
        Path profile = Files.createDirectories(home.resolve("profile"));
        int port = freePort();
        Files.writeString(
                profile.resolve("user.js"),
                script("prefs")
                        .replace("@TYPE@", type)
                        .replace("@PORT@", site.port(type + "s"))
                        .replace("@SUBMISSIONS@", site.port("submissions"))
                        .replace("@LOGIN@", login)
                        .replace("@MARIONETTE@", Integer.toString(port)));
        var thunderbird = new Thunderbird(home, port);
        String pem = Files.readString(site.certificate());
        var ports = List.of(site.port("imaps"), site.port("pop3s"), site.port("submissions"));
        thunderbird.marionette.run(
                script("start")
                        .replace("@CERTIFICATE@", pem.replaceAll("-----[A-Z ]+-----|\\s", ""))
                        .replace("@PORTS@", String.join(",", ports))
                        .replace("@LOGIN@", login));
        return thunderbird;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String script(String name) throws IOException {
        String file = "/clients/thunderbird_" + name + ".js";
        try (InputStream in = Thunderbird.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Does what a script says.
    ///
    /// @return what the script says then
    String act(String name) throws IOException {
        return marionette.run(script("common") + script(name));
    }

    /// Keeps a picture of the window.
    void picture(String name) throws IOException {
        marionette.picture(PICTURES.resolve(name + ".png"));
    }

    @Override
    public void close() throws IOException {
        try (marionette) {
            marionette.quit();
        } finally {
            processes.forEach(process -> process.destroyForcibly().onExit().join());
        }
    }
}
