package dev.jebi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

final class GuardTest {
    private static final GuardLimits LIMITS =
            new GuardLimits(
                    new Rate(20, Duration.ofMinutes(1)),
                    new Rate(5, Duration.ofMinutes(1)),
                    new Rate(3, Duration.ofHours(1)),
                    new Rate(5, Duration.ofMinutes(10)),
                    new Rate(8, Duration.ofHours(1)),
                    0,
                    Duration.ofHours(1),
                    Duration.ofHours(3));

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final AtomicInteger attempts = new AtomicInteger();
    private Bans bans;
    private Guard guard;

    @BeforeEach
    void open() throws IOException {
        bans = new Bans(BanRecords.NONE, () -> now);
        var office = Block.parse("198.51.100.0/24");
        guard = new Guard(LIMITS, office::contains, bans, () -> now);
    }

    private Visit visit(String address) {
        return guard.visit(InetAddress.ofLiteral(address));
    }

    private void wrong(String address, String login, String mechanism) {
        visit(address).wrong(login, mechanism, "attempt " + attempts.incrementAndGet());
    }

    private List<String> banned() {
        return bans.list().stream().map(ban -> ban.target().toString()).toList();
    }

    @Test
    void whoGuessesPasswordsIsBannedAndToldWhyAndUntilWhen() {
        for (int i = 0; i < 4; i++) {
            wrong("192.0.2.1", "user" + i, "PLAIN");
            assertThat(visit("192.0.2.1").denied()).isEmpty();
        }
        wrong("192.0.2.1", "user5", "PLAIN");

        assertThat(visit("192.0.2.1").denied())
                .contains(
                        new Denial(
                                "too many wrong passwords from 192.0.2.1",
                                now.plus(Duration.ofHours(1))));
        assertThat(visit("192.0.2.1").mayTry("bob")).isPresent();
        assertThat(visit("192.0.2.2").denied()).isEmpty();
        var ban = bans.list().getFirst();
        assertThat(ban.operator()).isFalse();
        assertThat(ban.until()).contains(now.plus(Duration.ofHours(1)));

        now = now.plus(Duration.ofMinutes(61));
        assertThat(visit("192.0.2.1").denied()).isEmpty();
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void theNextBanIsTwiceAsLongUpToTheLongest() {
        var spans = new ArrayList<Duration>();
        for (int ban = 0; ban < 4; ban++) {
            for (int i = 0; i < 5; i++) {
                wrong("192.0.2.1", "user" + i, "PLAIN");
            }
            var until = bans.list().getFirst().until().orElseThrow();
            spans.add(Duration.between(now, until));
            now = until;
        }
        assertThat(spans)
                .containsExactly(
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(3),
                        Duration.ofHours(3));
    }

    @Test
    void anotherMechanismWithTheSameLoginIsNoOtherAttempt() {
        for (String mechanism : List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN")) {
            for (int i = 0; i < 4; i++) {
                wrong("192.0.2.1", "bob", mechanism);
            }
        }
        assertThat(bans.list()).isEmpty();
        assertThat(visit("192.0.2.1").mayTry("bob")).isEmpty();
    }

    @Test
    void anOldPasswordThatIsTriedAgainAndAgainIsOneMistake() {
        for (int i = 0; i < 1_000; i++) {
            visit("192.0.2.1").wrong("bob", "PLAIN", "the old one");
        }
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void trustedNetworksAndThisMachineAreNeverBanned() throws IOException {
        for (String address : List.of("198.51.100.7", "127.0.0.1", "::1")) {
            for (int i = 0; i < 100; i++) {
                wrong(address, "user" + i, "PLAIN");
                assertThat(visit(address).spend(Costly.MESSAGE)).isEmpty();
            }
        }
        assertThat(bans.list()).isEmpty();
        var _ = bans.add(Block.parse("0.0.0.0/0"), "a slip", true, Optional.empty());
        assertThat(visit("198.51.100.7").denied()).isEmpty();
        assertThat(visit("127.0.0.1").denied()).isEmpty();
        assertThat(visit("192.0.2.1").denied()).isPresent();
    }

    @Test
    void whereSomebodyHasSignedInOneWhoIsWrongDoesNotShutOutTheOthers() {
        visit("192.0.2.1").signedIn("alice");
        for (int i = 0; i < 15; i++) {
            wrong("192.0.2.1", "bob", "PLAIN");
        }
        assertThat(visit("192.0.2.1").denied()).isEmpty();
        assertThat(visit("192.0.2.1").mayTry("alice")).isEmpty();
        assertThat(visit("192.0.2.1").mayTry("bob"))
                .get()
                .extracting(Denial::why)
                .asString()
                .contains("for this login");
    }

    @Test
    void anAccountThatManyGuessAtIsOpenToTheNetworksThatItKnows() {
        visit("203.0.113.5").signedIn("Bob");
        for (int i = 0; i < 9; i++) {
            wrong("192.0." + i + ".1", "bob", "PLAIN");
        }
        assertThat(bans.list()).isEmpty();
        assertThat(visit("192.0.77.1").mayTry("BOB")).isPresent();
        assertThat(visit("192.0.77.1").mayTry("alice")).isEmpty();
        assertThat(visit("203.0.113.9").mayTry("bob")).isEmpty();
        now = now.plus(Duration.ofHours(2));
        assertThat(visit("192.0.77.1").mayTry("bob")).isEmpty();
    }

    @Test
    void aNetworkWhoseClientsAllGuessIsBannedWhole() {
        for (int i = 0; i <= 5 * GuardLimits.NETWORK_SHARE; i++) {
            wrong("192.0.2." + i, "user" + i, "PLAIN");
        }
        assertThat(banned()).containsExactly("192.0.2.0/24");
        assertThat(visit("192.0.2.250").denied()).isPresent();
    }

    @Test
    void connectionsAndMessagesOfOneClientAreLimited() {
        for (int i = 0; i < 20; i++) {
            assertThat(visit("192.0.2.1").denied()).isEmpty();
        }
        assertThat(visit("192.0.2.1").denied())
                .get()
                .extracting(Denial::why)
                .isEqualTo("too many connections from 192.0.2.1: the limit is 20 in one minute");
        assertThat(visit("192.0.2.2").denied()).isEmpty();

        var visit = visit("203.0.113.1");
        for (int i = 0; i < 5; i++) {
            assertThat(visit.spend(Costly.MESSAGE)).isEmpty();
        }
        assertThat(visit.spend(Costly.MESSAGE)).isPresent();
        visit.signedIn("bob");
        assertThat(visit.spend(Costly.MESSAGE)).isEmpty();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(visit("192.0.2.1").denied()).isEmpty();
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void clientsOfOneNetworkShareItsLimit() {
        int let = 0;
        for (int i = 0; i < 200; i++) {
            let += visit("192.0.2." + i).denied().isEmpty() ? 1 : 0;
        }
        assertThat(let).isEqualTo(20 * GuardLimits.NETWORK_SHARE);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < GuardLimits.REMEMBERED * 2; i++) {
            byte[] octets = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            wrong(
                    "10." + (octets[1] & 255) + "." + (octets[2] & 255) + "." + (octets[3] & 255),
                    "user" + i,
                    "PLAIN");
        }
        assertThat(bans.list()).isNotEmpty(); // its networks
    }

    @Test
    void aBanIsLiftedByHand() throws IOException {
        var target = Block.parse("192.0.2.0/24");
        var _ = bans.add(target, "spam", true, Optional.of(Duration.ofDays(1)));
        assertThat(visit("192.0.2.9").denied())
                .get()
                .extracting(Denial::why)
                .isEqualTo("you are not let in here");
        assertThat(bans.remove(target)).isTrue();
        assertThat(bans.remove(target)).isFalse();
        assertThat(visit("192.0.2.9").denied()).isEmpty();
    }

    @Test
    void linesComeAtAPace() {
        var pace = new Pace(1);
        long wait = 0;
        for (int i = 0; i < 10; i++) {
            wait = Math.max(wait, pace.line());
        }
        assertThat(wait).isLessThan(Duration.ofMillis(50).toNanos());
        for (int i = 0; i < 100; i++) {
            wait = Math.max(wait, pace.line());
        }
        assertThat(wait).isGreaterThan(Duration.ofSeconds(20).toNanos());
        assertThat(new Pace(0).line()).isZero();
    }

    @Test
    void anOperatorsBanHoldsHoweverManyStrangersHaveBroughtAbout() throws IOException {
        var many =
                new BanRecords() {
                    @Override
                    public List<Ban> all() {
                        return IntStream.range(0, GuardLimits.BANS)
                                .mapToObj(i -> "2001:db8:%x:%x::/64".formatted(i >> 16, i & 0xffff))
                                .map(text ->
                                        new Ban(
                                                Block.parse(text),
                                                "x",
                                                false,
                                                now,
                                                Optional.empty()))
                                .toList();
                    }

                    @Override
                    public void put(Ban ban) {
                        // the process is enough
                    }

                    @Override
                    public void remove(Block target) {
                        // as above
                    }
                };
        var full = new Bans(many, () -> now);
        var _ = full.add(Block.parse("192.0.2.1"), "floods", false, Optional.empty());
        assertThat(full.of(InetAddress.ofLiteral("192.0.2.1"))).isEmpty();
        var _ = full.add(Block.parse("192.0.2.1"), "floods", true, Optional.empty());
        assertThat(full.of(InetAddress.ofLiteral("192.0.2.1"))).isPresent();
    }
}
