package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Thunderbird, under Xvfb where that is installed and headless else: signs in, reads, flags,
/// moves, deletes, searches, replies, and shows the quota. Pictures stand in `target/thunderbird`.
@Tag("clients")
class ThunderbirdTest {
    private static final Path PROGRAM = Path.of("/usr/lib/thunderbird/thunderbird");
    private static final Path PICTURES = Path.of("target", "thunderbird");
    private static final String LOGIN = "kim@a.test";
    private static final String ANN = "ann@a.test";

    @TempDir private Path folder;

    private static String script(String name) throws IOException {
        try (InputStream in = ThunderbirdTest.class.getResourceAsStream("/clients/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path profile(JebiProcess jebi, String type, String listener, int marionette)
            throws IOException {
        Path profile = Files.createDirectories(folder.resolve("profile-" + type));
        Files.writeString(
                profile.resolve("user.js"),
                script("thunderbird_prefs.js")
                        .replace("@TYPE@", type)
                        .replace("@PORT@", port(jebi, listener))
                        .replace("@SUBMISSIONS@", port(jebi, "submissions"))
                        .replace("@LOGIN@", LOGIN)
                        .replace("@MARIONETTE@", Integer.toString(marionette)));
        return profile;
    }

    private static String port(JebiProcess jebi, String listener) {
        return Integer.toString(jebi.at(listener).getPort());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// Thunderbird, and the screen that it is on.
    private record Running(List<Process> processes, Marionette marionette)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (marionette) {
                marionette.quit();
            } finally {
                processes.forEach(process -> process.destroyForcibly().onExit().join());
            }
        }
    }

    private Running start(Path profile, int port) throws IOException {
        var processes = new ArrayList<Process>();
        var arguments = new ArrayList<>(List.of(PROGRAM.toString(), "--no-remote", "--profile"));
        arguments.addAll(List.of(profile.toString(), "--marionette"));
        arguments.add("--remote-allow-system-access");
        var builder = new ProcessBuilder(arguments);
        Path xvfb = Path.of("/usr/bin/Xvfb");
        if (Files.isExecutable(xvfb)) {
            var screen =
                    new ProcessBuilder(
                                    xvfb.toString(),
                                    "-displayfd",
                                    "1",
                                    "-screen",
                                    "0",
                                    "1280x900x24",
                                    "-nolisten",
                                    "tcp")
                            .redirectError(folder.resolve("xvfb.log").toFile())
                            .start();
            processes.add(screen);
            builder.environment().put("DISPLAY", ":" + screen.inputReader().readLine());
        } else {
            arguments.add("--headless");
        }
        Path log = folder.resolve("thunderbird.log");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("MOZ_CRASHREPORTER_DISABLE", "1");
        processes.add(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
        var connected = new ArrayList<Marionette>();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsMatching(e -> e instanceof IOException)
                .until(() -> connected.add(Marionette.connect(port)));
        return new Running(processes, connected.getFirst());
    }

    private static String trusted(JebiProcess jebi, Path data) throws IOException {
        String pem = Files.readString(data.resolve("tls/certificate.pem"));
        String certificate = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        return script("thunderbird_start.js")
                .replace("@CERTIFICATE@", certificate)
                .replace(
                        "@PORTS@",
                        port(jebi, "imaps")
                                + ","
                                + port(jebi, "pop3s")
                                + ","
                                + port(jebi, "submissions"))
                .replace("@LOGIN@", LOGIN);
    }

    private static String act(Marionette marionette, String act) throws IOException {
        return marionette.run(
                script("thunderbird_common.js") + script("thunderbird_" + act + ".js"));
    }

    private void skipWhereMissing() {
        Program.assume(Files.isExecutable(PROGRAM), "thunderbird is not installed");
    }

    @Test
    void aPersonReadsAndAnswersByImap() throws Exception {
        skipWhereMissing();
        int port = freePort();
        Path data = folder.resolve("a");
        try (var jebi = JebiProcess.serve(data, "hostname=localhost")) {
            jebi.admin("", "domain", "add", "a.test");
            jebi.admin("secret\n", "account", "add", LOGIN, "--password-stdin", "--quota", "50M");
            jebi.withAccount(ANN);
            try (var far = new FarSide(jebi, LOGIN);
                    var ann = new FarSide(jebi, ANN)) {
                far.put("INBOX", "one", "two", "three", "four", "=?UTF-8?B?7ZWc6rWt7Ja0?=");
                Path profile = profile(jebi, "imap", "imaps", port);
                try (var thunderbird = start(profile, port)) {
                    var marionette = thunderbird.marionette();
                    marionette.run(trusted(jebi, data));
                    assertThat(act(marionette, "read"))
                            .isEqualTo("one|two|three|four|한국어|about one|51200");
                    marionette.picture(PICTURES.resolve("imap-1-read.png"));
                    assertThat(act(marionette, "file")).isEqualTo("four");
                    marionette.picture(PICTURES.resolve("imap-2-filed.png"));
                    awaitFlags(
                            far,
                            "INBOX",
                            Map.of(
                                    "one",
                                    "\\Flagged \\Seen",
                                    "four",
                                    "",
                                    "=?UTF-8?B?7ZWc6rWt7Ja0?=",
                                    "$label1"));
                    awaitFlags(far, "Kept", Map.of("two", ""));
                    awaitFlags(far, "Trash", Map.of("three", "\\Seen"));
                    assertThat(act(marionette, "reply")).isEqualTo("sent");
                    marionette.picture(PICTURES.resolve("imap-3-answered.png"));
                    awaitFlags(ann, "INBOX", Map.of("Re: one", ""));
                    awaitFlags(far, "Sent", Map.of("Re: one", "\\Seen"));
                    assertThat(far.flags("INBOX").get("one")).contains("\\Answered");
                }
            }
            assertThat(jebi.stop()).isZero();
        }
    }

    private static void awaitFlags(FarSide far, String mailbox, Map<String, String> flags) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(all(far, mailbox)).isEqualTo(flags));
    }

    private static Map<String, String> all(FarSide far, String mailbox) {
        try {
            return far.flags(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPersonFetchesByPop3() throws Exception {
        skipWhereMissing();
        int port = freePort();
        Path data = folder.resolve("a");
        try (var jebi = JebiProcess.serve(data, "hostname=localhost")) {
            jebi.admin("", "domain", "add", "a.test");
            jebi.admin("secret\n", "account", "add", LOGIN, "--password-stdin");
            try (var far = new FarSide(jebi, LOGIN)) {
                far.put("INBOX", "one", "two");
                Path profile = profile(jebi, "pop3", "pop3s", port);
                try (var thunderbird = start(profile, port)) {
                    var marionette = thunderbird.marionette();
                    marionette.run(trusted(jebi, data));
                    assertThat(act(marionette, "pop3")).isEqualTo("one|two");
                    assertThat(far.flags("INBOX")).hasSize(2); // left on the server
                    far.put("INBOX", "three");
                    assertThat(act(marionette, "pop3")).isEqualTo("one|two|three"); // by UIDL
                    marionette.picture(PICTURES.resolve("pop3.png"));
                }
            }
            assertThat(jebi.stop()).isZero();
        }
    }
}
