package dev.jebi.transfer.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.guard.Rate;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.StoreLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// What the store keeps of strangers: not more than so much, and not longer than so long.
@Timeout(300)
final class RememberedStrangersTest {
    private static final Address BOB = Address.parse("bob@here.test");
    private static final Greylist.Terms TERMS =
            new Greylist.Terms(Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofDays(36));

    @TempDir private Path folder;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-05-01T10:00:00Z"));
    private MailStore store;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(folder, StoreLimits.STANDARD, now::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void later(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    private Greylist greylist(int ofOne, int ofAll) {
        var hour = Duration.ofHours(1);
        return new Greylist(
                store.register(), TERMS, new Rate(ofOne, hour), new Rate(ofAll, hour), now::get);
    }

    private static Caller caller(String address, String sender) {
        var from = ReversePath.of(Address.parse(sender));
        return new Caller(InetAddress.ofLiteral(address), "far.test", from);
    }

    private int kept(String kind) throws IOException {
        return store.register().values(Optional.empty(), kind, 10_000).size();
    }

    @Test
    void aNetworkWritesOnlySoManyFirstAttemptsHoweverItTurnsItsAddresses() throws IOException {
        var greylist = greylist(10, 1_000);
        for (int i = 0; i < 50; i++) {
            var caller = caller("2001:db8:1:%x::%x".formatted(i, i), "a" + i + "@far.test");
            assertThat(greylist.puts(caller, BOB)).as("attempt %s", i).isPresent();
        }
        assertThat(kept("greylist-tried")).isEqualTo(10);
    }

    @Test
    void beyondWhatIsWrittenOfAllTogetherMailPasses() throws IOException {
        var greylist = greylist(10, 20);
        for (int i = 0; i < 20; i++) {
            assertThat(greylist.puts(caller("2001:db8:%x::1".formatted(i), "a@far.test"), BOB))
                    .isPresent();
        }
        assertThat(greylist.puts(caller("2001:db8:ffff::1", "a@far.test"), BOB)).isEmpty();
        assertThat(kept("greylist-tried")).isEqualTo(20);
        later(Duration.ofHours(2));
        assertThat(greylist.puts(caller("2001:db8:ffff::1", "a@far.test"), BOB)).isPresent();
    }

    @Test
    void whoCameBackIsKnownWithItsNetworkAndForgottenAfterAWhile() throws IOException {
        var greylist = greylist(10, 20);
        assertThat(greylist.puts(caller("2001:db8:1:1::1", "a@far.test"), BOB)).isPresent();
        later(Duration.ofMinutes(6));
        assertThat(greylist.puts(caller("2001:db8:1:2::9", "a@far.test"), BOB)).isEmpty();
        assertThat(greylist.puts(caller("2001:db8:1:3::9", "b@far.test"), BOB)).isEmpty();
        assertThat(kept("greylist-known")).isOne();
        later(Duration.ofDays(37));
        assertThat(kept("greylist-known") + kept("greylist-tried")).isZero();
        assertThat(greylist.puts(caller("2001:db8:1:1::1", "a@far.test"), BOB)).isPresent();
    }

    private AccountId account() throws IOException {
        store.directory().addDomain(Domain.parse("here.test"));
        return store.directory().addAccount(BOB, "secret", 0, 0).orElseThrow().id();
    }

    @Test
    void aDomainsNameIsForgottenWhenNothingIsHeardOfItForLong() throws IOException {
        var bob = account();
        var reputation = new Reputation(store.register(), now::get);
        for (int i = 0; i < 3; i++) {
            reputation.count(bob, "Far.test", true);
        }
        later(Duration.ofDays(399));
        assertThat(reputation.of(bob, "far.test").isBad()).isTrue();
        reputation.count(bob, "far.test", true);
        later(Duration.ofDays(399));
        assertThat(reputation.of(bob, "far.test").bad()).isEqualTo(4);
        later(Duration.ofDays(2));
        assertThat(reputation.of(bob, "far.test")).isEqualTo(Reputation.Record.NONE);
    }

    @Test
    void onlySoManyDomainsHaveANameWithAnAccount() throws IOException {
        var bob = account();
        var values =
                IntStream.range(0, Reputation.MOST)
                        .mapToObj(i -> Register.Name.of(bob, "reputation", i + ".test"))
                        .map(name ->
                                Register.Put.of(name, "0 1".getBytes(StandardCharsets.US_ASCII)))
                        .toList();
        assertThat(store.register().put(values)).isTrue();
        var reputation = new Reputation(store.register(), now::get);
        reputation.count(bob, "new.test", true);
        assertThat(reputation.of(bob, "new.test")).isEqualTo(Reputation.Record.NONE);
        reputation.count(bob, "7.test", true);
        assertThat(reputation.of(bob, "7.test").bad()).isEqualTo(2);
    }
}
