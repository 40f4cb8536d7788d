package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Surroundings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// `jebi mail tour` where there is no server to show. (With servers: TourTest of the daemon.)
class TourCommandTest {
    @TempDir private Path home;

    private MailSite.Ended tour(Map<String, String> environment, String... more) {
        var arguments = Stream.concat(Stream.of("tour"), Stream.of(more)).toArray(String[]::new);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit =
                Main.run(
                        new Surroundings(home, home, home, environment, false),
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        err,
                        arguments);
        return new MailSite.Ended(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void withoutAJebiThereIsNoTour() {
        var ended = tour(Map.of("PATH", home.toString()));
        assertThat(ended.exitCode()).isEqualTo(66);
        assertThat(ended.err()).contains("there is no jebi to start the servers of the tour with");
    }

    @Test
    void aServerThatDoesNotStartLeavesNothingBehind() throws IOException {
        String telling = "for word; do last=$word; done\necho \"$last\" >>\"$0.data\"\n";
        var jebi =
                Files.writeString(
                        home.resolve("jebi"),
                        "#!/bin/sh\n" + telling + "echo no room >&2\nexit 1\n");
        assertThat(jebi.toFile().setExecutable(true)).isTrue();
        var ended = tour(Map.of("JEBI_COMMAND", jebi.toString()), "--json");
        assertThat(ended.exitCode()).isEqualTo(69);
        assertThat(ended.err()).contains("does not start: no room").startsWith("{\"error\":");
        assertThat(ended.out()).isEmpty();
        assertThat(Files.readAllLines(home.resolve("jebi.data")))
                .isNotEmpty()
                .allSatisfy(data -> assertThat(Path.of(data).getParent()).doesNotExist());
        var onPath = tour(Map.of("PATH", "/nowhere:" + home));
        assertThat(onPath.exitCode()).isEqualTo(69);
    }

    @Test
    void theGuideSpeaksTwoLanguages() {
        var ended = tour(Map.of(), "--lang", "fr");
        assertThat(ended.exitCode()).isEqualTo(64);
        assertThat(ended.err()).contains("does not speak 'fr'; write --lang en or ko");
    }
}
