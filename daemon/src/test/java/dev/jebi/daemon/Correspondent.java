package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A person with `jebi mail` and a home of their own.
final class Correspondent {
    private final Path home;

    Correspondent(Path home) {
        this.home = home;
    }

    /// With an IMAP account at these servers, whose authority is trusted and no other.
    static Correspondent of(Path home, ForeignServers servers, String user) throws Exception {
        var person = new Correspondent(home);
        person.account(servers, "work", user, "--imap", servers.at("imap"));
        return person;
    }

    /// Makes an account of the file.
    void account(ForeignServers servers, String name, String user, String... more)
            throws Exception {
        var all = new ArrayList<>(List.of("account", "add", name, "--user", user));
        all.addAll(List.of("--smtp", servers.at("smtp"), "--tls", "starttls"));
        all.addAll(List.of("--ca", servers.dovecot().authority().toString()));
        all.add("--password-stdin");
        all.addAll(List.of(more));
        var ended = run("secret\n", all.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    Path home() {
        return home;
    }

    /// Runs a command to its end.
    JebiProcess.Ended run(String in, String... arguments) throws IOException, InterruptedException {
        return JebiProcess.mail(home, in, List.of(arguments));
    }

    /// What a command says that goes well.
    String done(String... arguments) throws IOException, InterruptedException {
        return doneWith("", arguments);
    }

    /// The same, with that on standard input.
    String doneWith(String in, String... arguments) throws IOException, InterruptedException {
        var ended = run(in, arguments);
        assertThat(ended.exitCode())
                .as(String.join(" ", arguments) + ": " + ended.err() + ended.out())
                .isZero();
        return ended.out();
    }

    /// The exit code and the one document of a command that fails.
    void fails(int exitCode, String word, String... arguments)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        var ended = run("", all.toArray(String[]::new));
        assertThat(ended.exitCode())
                .as(String.join(" ", arguments) + ": " + ended.err() + ended.out())
                .isEqualTo(exitCode);
        assertThat(ended.err())
                .contains("{\"error\":{\"code\":\"" + word + "\",\"exit\":" + exitCode);
    }

    /// The first value of a key in what a command says as JSON.
    static String value(String json, String key) {
        var found = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(key + " in " + json).isTrue();
        return found.group(1);
    }

    /// Starts a command that goes on; its lines come into a file.
    Process start(Path out, String... arguments) throws IOException {
        var builder = JebiProcess.mailing(home, List.of(arguments));
        return builder.redirectOutput(out.toFile())
                .redirectError(home.resolve("errors").toFile())
                .start();
    }

    /// Opens the panes on a terminal of that size.
    Tmux panes(int columns, int rows) throws IOException {
        return new Tmux(
                columns,
                rows,
                List.of(
                        "HOME=" + home,
                        "XDG_CONFIG_HOME=" + home.resolve("config"),
                        "XDG_STATE_HOME=" + home.resolve("state"),
                        "XDG_DATA_HOME=" + home.resolve("share")),
                JebiProcess.command("dev.jebi.useragent.Main", List.of()));
    }

    /// A small text in one of the files that are kept here, changed.
    void change(String file, java.util.function.UnaryOperator<String> change) throws IOException {
        try (var files = Files.walk(home.resolve("share"))) {
            for (Path path : files.filter(f -> f.endsWith(file)).toList()) {
                String text = Files.readString(path, StandardCharsets.UTF_8);
                Files.writeString(path, change.apply(text));
            }
        }
    }
}
