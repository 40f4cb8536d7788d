package dev.jebi.transfer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Domain;
import dev.jebi.dkim.KeySource;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.transfer.signing.KeyRotation.Checked;
import dev.jebi.transfer.signing.KeyRotation.Seen;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

final class KeyRotationTest {
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 16L << 20, 100, 1 << 20, 63, 16);
    private static final Domain DOMAIN = Domain.parse("us.test");

    @TempDir private Path directory = Path.of("");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final Map<String, String> dns = new HashMap<>();
    private final KeySource source =
            name ->
                    dns.containsKey(name)
                            ? new KeySource.Found(List.of(dns.get(name)))
                            : new KeySource.Absent();
    private MailStore store;
    private DkimKeys keys;
    private KeyRotation rotation;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory, STORE, clock);
        keys = new DkimKeys(store.register());
        rotation = new KeyRotation(keys, source, Duration.ofDays(7), clock);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void publish(List<DkimKey> published) {
        published.forEach(key -> dns.put(key.recordName(), key.record()));
    }

    private List<String> states() throws IOException {
        return keys.of(DOMAIN).stream().map(k -> k.selector() + " " + k.state().word()).toList();
    }

    @Test
    void keysWaitUntilTheDnsShowsAllOfThem() throws IOException {
        var made = rotation.next(DOMAIN);
        assertThat(states()).containsExactly("jebi20261122r waiting", "jebi20261122e waiting");
        assertThat(keys.signing(DOMAIN)).isEmpty();
        assertThat(rotation.next(DOMAIN)).isEqualTo(made);

        assertThat(rotation.advance(DOMAIN)).isFalse();
        publish(made.subList(0, 1));
        assertThat(rotation.advance(DOMAIN)).isFalse();
        assertThat(rotation.check(DOMAIN))
                .extracting(Checked::seen)
                .containsExactly(Seen.PUBLISHED, Seen.MISSING);
        publish(made);
        assertThat(rotation.advance(DOMAIN)).isTrue();
        assertThat(states()).containsExactly("jebi20261122r active", "jebi20261122e active");
        assertThat(keys.signing(DOMAIN)).hasSize(2);
    }

    @Test
    void aRotationSwitchesRetiresAndForgets() throws IOException {
        publish(rotation.next(DOMAIN));
        rotation.advance(DOMAIN);
        now.updateAndGet(t -> t.plus(Duration.ofDays(30)));
        var next = rotation.next(DOMAIN);
        assertThat(states()).contains("jebi20261122r active", "jebi20261222r waiting");
        publish(next);
        assertThat(rotation.advance(DOMAIN)).isTrue();
        assertThat(states())
                .containsExactly(
                        "jebi20261122r retiring",
                        "jebi20261122e retiring",
                        "jebi20261222r active",
                        "jebi20261222e active");
        now.updateAndGet(t -> t.plus(Duration.ofDays(8)));
        rotation.advance(DOMAIN);
        assertThat(states()).contains("jebi20261122r retired", "jebi20261222r active");
        assertThat(keys.of(DOMAIN).getFirst().secret()).isEmpty();
        dns.keySet().removeIf(name -> name.startsWith("jebi20261122"));
        rotation.advance(DOMAIN);
        assertThat(states()).containsExactly("jebi20261222r active", "jebi20261222e active");
    }

    @Test
    void anotherRecordIsSeenForWhatItIs() throws IOException {
        var made = rotation.next(DOMAIN);
        publish(made);
        dns.put(made.getFirst().recordName(), "v=DKIM1; k=rsa; p=" + made.getLast().published());
        assertThat(rotation.check(DOMAIN).getFirst().seen()).isEqualTo(Seen.DIFFERENT);
        String spaced = made.getFirst().record().replace("; ", ";") + "; n=ours;";
        dns.put(made.getFirst().recordName(), spaced);
        assertThat(rotation.check(DOMAIN).getFirst().seen()).isEqualTo(Seen.PUBLISHED);
    }

    @Test
    void keysOutliveARestartAndAreOfTheirDomain() throws IOException {
        rotation.next(DOMAIN);
        rotation.switchOver(DOMAIN);
        var before = keys.of(DOMAIN);
        close();
        open();
        assertThat(keys.of(DOMAIN)).isEqualTo(before);
        assertThat(keys.domains()).containsExactly(DOMAIN);
        assertThat(keys.signing(Domain.parse("mail.us.test"))).hasSize(2);
        assertThat(keys.signing(Domain.parse("notus.test"))).isEmpty();
        assertThat(keys.signing(Domain.parse("[192.0.2.1]"))).isEmpty();
    }

    @Test
    void aRetiredKeyIsErased() throws IOException {
        rotation.next(DOMAIN);
        rotation.switchOver(DOMAIN);
        var retired = rotation.retire(DOMAIN, "jebi20261122r");
        assertThat(retired.orElseThrow().secret()).isEmpty();
        assertThat(keys.signing(DOMAIN)).hasSize(1);
        assertThat(rotation.retire(DOMAIN, "nothing")).isEmpty();
    }

    @Test
    void nextKeysAreMadeWhenTheOldOnesAreOldEnough() throws IOException {
        assertThat(rotation.renew(DOMAIN, Duration.ofDays(90))).isEmpty();
        rotation.next(DOMAIN);
        rotation.switchOver(DOMAIN);
        assertThat(rotation.renew(DOMAIN, Duration.ofDays(90))).isEmpty();
        now.updateAndGet(t -> t.plus(Duration.ofDays(91)));
        assertThat(rotation.renew(DOMAIN, Duration.ofDays(90))).hasSize(2);
        assertThat(rotation.renew(DOMAIN, Duration.ofDays(90))).isEmpty();
    }

    @Test
    void aKeyOfAnotherSystemIsTakenOver() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] octets = generator.generateKeyPair().getPrivate().getEncoded();
        var key = rotation.bring(DOMAIN, "mail", octets);
        assertThat(key.state()).isEqualTo(KeyState.WAITING);
        publish(List.of(key));
        assertThat(rotation.advance(DOMAIN)).isTrue();
        assertThatThrownBy(() -> rotation.bring(DOMAIN, "mail", octets))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> rotation.bring(DOMAIN, "other", new byte[9]))
                .hasMessageContaining("no RSA key");
    }

    @Test
    void noSecretIsEverInText() throws IOException {
        var made = rotation.next(DOMAIN);
        assertThat(made.toString())
                .isEqualTo(
                        "[jebi20261122r._domainkey.us.test rsa-sha256 waiting,"
                                + " jebi20261122e._domainkey.us.test ed25519-sha256 waiting]");
        assertThat(made.getFirst().signing().toString())
                .isEqualTo("jebi20261122r._domainkey.us.test rsa-sha256");
    }

    @Test
    void aRecordIsCutIntoStringsThatADnsServerTakes() throws IOException {
        var record = TxtRecord.of(rotation.next(DOMAIN).getFirst());
        assertThat(record.strings()).hasSize(2).allMatch(s -> s.length() <= 255);
        assertThat(String.join("", record.strings())).isEqualTo(record.text());
        assertThat(record.zone().getFirst())
                .isEqualTo("jebi20261122r._domainkey.us.test. IN TXT (");
        assertThat(record.zone().getLast()).endsWith("\" )");
        var small = TxtRecord.of(keys.of(DOMAIN).getLast());
        assertThat(small.zone().getFirst())
                .startsWith("jebi20261122e._domainkey.us.test. IN TXT \"v=DKIM1; k=ed25519; p=");
    }
}
