package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where values come from, and what is refused.
class ConfigurationTest {
    @TempDir private Path folder;

    private static Configuration of(String... assignments) {
        return Configuration.of(Settings.of(Optional.empty(), Map.of(), List.of(assignments)));
    }

    @Test
    void theLaterGoesBeforeTheEarlier() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("jebi.toml"),
                        "hostname = \"file.test\"\n"
                                + "[log]\n"
                                + "level = \"debug\"\n"
                                + "[queue]\n"
                                + "lifetime = \"2d\"\n");
        var configuration =
                Configuration.of(
                        Settings.of(
                                Optional.of(file),
                                Map.of(
                                        "JEBI_LOG_LEVEL",
                                        "warn",
                                        "JEBI_HOSTNAME",
                                        "environment.test"),
                                List.of("hostname=set.test")));
        assertThat(configuration.hostname().name()).isEqualTo("set.test");
        assertThat(configuration.logLevel().toString()).isEqualTo("WARN");
        assertThat(configuration.queue().lifetime()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void listsAddUpOnTheCommandLine() {
        var routes =
                of("relay.routes=a.test=127.0.0.1:2525", "relay.routes=*=[::1]:2626,b.test=mx:25")
                        .routes();
        assertThat(routes).containsOnlyKeys("a.test", "b.test", "*");
        assertThat(routes).hasEntrySatisfying("*", hop -> assertThat(hop.host()).isEqualTo("::1"));
    }

    @Test
    void aListInTheFileIsAList() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("jebi.toml"),
                        "[relay]\nnetworks = [\"10.0.0.0/8\", \"192.0.2.1\"]\n");
        var configuration = Configuration.of(Settings.of(Optional.of(file), Map.of(), List.of()));
        assertThat(configuration.relayNetworks()).hasSize(2);
    }

    @Test
    void relayNetworksMayBeNobody() {
        assertThat(of("relay.networks=none").relayNetworks()).isEmpty();
        assertThat(of().relayNetworks()).hasSize(2);
    }

    @Test
    void aListenerThatWasConfiguredIsNeverMoved() {
        var bindings = of("listen.smtp=127.0.0.1:25", "listen.pop3=off").bindings();
        assertThat(bindings).hasSize(7);
        assertThat(bindings.getFirst().fallback()).isEmpty();
        assertThat(bindings.getLast().fallback().orElseThrow().getPort()).isEqualTo(14_190);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuchkey=1",
                "listen.smtp=25",
                "listen.smtp=host:port",
                "listen.smtp=:70000",
                "hostname=not a name",
                "auth.plaintext=sometimes",
                "relay.routes=a.test",
                "relay.routes=a.test=host",
                "relay.networks=10.0.0.0/33",
                "relay.networks=somewhere",
                "relay.networks=10/8",
                "log.level=loud",
                "limits.recipients=0",
                "limits.message-size=1",
                "limits.message-size=fifty",
                "queue.retry=",
                "queue.lifetime=5",
                "tls.key=/nonexistent",
                "=x",
                "word",
            })
    void whatMakesNoSenseIsRefusedWithItsKey(String assignment) {
        assertThatThrownBy(() -> of(assignment))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining(assignment.split("=")[0]);
    }

    @Test
    void aBrokenFileIsRefusedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("jebi.toml"), "hostname = \"a\"\n[listen\n");
        assertThatThrownBy(() -> Settings.of(Optional.of(file), Map.of(), List.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("jebi.toml, line 2");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "500K,512000", "2M,2097152", "1GiB,1073741824", "3 KB,3072"})
    void sizesAsPeopleWriteThem(String text, long octets) {
        assertThat(Quantity.octets(text)).isEqualTo(octets);
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String documented =
                Files.readString(
                        Path.of(System.getProperty("jebi.root", ".."), "docs", "configuration.md"));
        for (Key key : Key.values()) {
            assertThat(documented).contains("| `" + key.key() + "` |");
        }
    }
}
