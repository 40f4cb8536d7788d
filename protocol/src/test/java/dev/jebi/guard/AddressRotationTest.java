package dev.jebi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/// A stranger who has more addresses of IPv6 than anybody can remember: what is counted, what is
/// forgotten, and what holds all the same.
final class AddressRotationTest {
    private static final int CONNECTIONS = 20;
    private static final GuardLimits LIMITS =
            new GuardLimits(
                    new Rate(CONNECTIONS, Duration.ofMinutes(1)),
                    Rate.UNLIMITED,
                    Rate.UNLIMITED,
                    new Rate(5, Duration.ofMinutes(10)),
                    new Rate(8, Duration.ofHours(1)),
                    0,
                    Duration.ofHours(1),
                    Duration.ofHours(3));

    private final Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Bans bans;
    private Guard guard;

    @BeforeEach
    void open() throws IOException {
        bans = new Bans(BanRecords.NONE, () -> now);
        guard = new Guard(LIMITS, _ -> false, bans, () -> now);
    }

    private Visit visit(String address) {
        return guard.visit(InetAddress.ofLiteral(address));
    }

    /// An address of the 48-bit network of that number.
    private static String network(int number) {
        return "2001:%x:%x::1".formatted(0x1000 + (number >> 16), number & 0xFFFF);
    }

    private long letIn(IntStream numbers, String format) {
        return numbers.filter(i -> visit(format.formatted(i)).denied().isEmpty()).count();
    }

    @Test
    void allAddressesOfA64AreOneClient() {
        assertThat(letIn(IntStream.range(0, 500), "2001:db8:1:2::%x")).isEqualTo(CONNECTIONS);
    }

    @Test
    void allOfA48AreOneNetwork() {
        assertThat(letIn(IntStream.range(0, 5_000), "2001:db8:1:%x::1"))
                .isEqualTo(CONNECTIONS * GuardLimits.NETWORK_SHARE);
    }

    @Test
    void asManyAreRememberedAsIsSaidAndTheLongestSilentIsLetInAgain() {
        assertThat(letIn(IntStream.range(0, CONNECTIONS + 1), "2001:db8:1:2::%x"))
                .isEqualTo(CONNECTIONS);
        for (int i = 0; i < GuardLimits.REMEMBERED - 1; i++) {
            assertThat(visit(network(i)).denied()).isEmpty();
        }
        assertThat(visit("2001:db8:1:2::1").denied()).as("still remembered").isPresent();
        for (int i = 0; i < GuardLimits.REMEMBERED; i++) {
            assertThat(visit(network(i)).denied()).isEmpty();
        }
        assertThat(visit("2001:db8:1:2::1").denied()).as("forgotten").isEmpty();
    }

    @Test
    void aBanIsNotForgottenForTheSakeOfStrangers() throws IOException {
        for (int i = 0; i < 5; i++) {
            visit("2001:db8:1:2::1").wrong("user" + i, "PLAIN", "guess " + i);
        }
        assertThat(visit("2001:db8:1:2:ffff::7").denied()).isPresent();
        for (int i = 0; i < GuardLimits.REMEMBERED * 2; i++) {
            assertThat(visit(network(i)).denied()).isEmpty();
        }
        assertThat(visit("2001:db8:1:2::1").denied()).isPresent();
        assertThat(bans.remove(Block.parse("2001:db8:1:2::/64"))).isTrue();
        assertThat(visit("2001:db8:1:2::1").denied()).isEmpty();
    }

    @Test
    void anAccountIsShutHoweverManyAddressesGuessAtIt() {
        visit("192.0.2.1").signedIn("bob");
        int tried = 0;
        for (int i = 0; i < 10_000; i++) {
            var visit = visit(network(i));
            if (visit.mayTry("bob").isEmpty()) {
                visit.wrong("bob", "PLAIN", "guess " + i);
                tried++;
            }
        }
        assertThat(tried).isEqualTo(8);
        assertThat(visit("192.0.2.77").mayTry("bob")).as("who is known there").isEmpty();
        assertThat(visit(network(20_000)).mayTry("alice")).isEmpty();
    }

    @Test
    void loginsWithoutEndAreKeptApartAndShort() {
        String login = "x".repeat(100_000);
        for (int i = 0; i < 8; i++) {
            visit(network(i)).wrong(login + "a", "PLAIN", "guess " + i);
        }
        assertThat(visit(network(9)).mayTry(login + "a")).isPresent();
        assertThat(visit(network(9)).mayTry(login + "b")).isEmpty();
    }

    @Test
    void whoseAllowanceIsSpentIsForgottenAfterAsManyOthers() {
        var allowance = new Allowance(new Rate(1, Duration.ofHours(1)), "letters", () -> now);
        assertThat(allowance.spend("ann", 1)).isEmpty();
        assertThat(allowance.spend("ann", 1)).isPresent();
        for (int i = 0; i < GuardLimits.REMEMBERED; i++) {
            Optional<Denial> denial = allowance.spend("other" + i, 1);
            assertThat(denial).isEmpty();
        }
        assertThat(allowance.spend("ann", 1)).isEmpty();
    }
}
