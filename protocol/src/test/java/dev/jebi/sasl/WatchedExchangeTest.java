package dev.jebi.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.guard.Costly;
import dev.jebi.guard.Denial;
import dev.jebi.guard.Visit;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Exchanges with a client that is watched.
final class WatchedExchangeTest {
    private static final Denial SHUT = new Denial("shut", Instant.parse("2026-11-22T10:00:00Z"));

    private final List<String> heard = new ArrayList<>();
    private final List<String> attempts = new ArrayList<>();
    private final List<String> shut = new ArrayList<>();
    private final Accounts accounts =
            new Accounts(Map.of("tim@example.org", "tanstaaf tan"), new byte[16]);

    private final Visit visit =
            new Visit() {
                @Override
                public Optional<Denial> denied() {
                    return Optional.empty();
                }

                @Override
                public Optional<Denial> spend(Costly what) {
                    return Optional.empty();
                }

                @Override
                public Optional<Denial> mayTry(String login) {
                    return shut.contains(login) ? Optional.of(SHUT) : Optional.empty();
                }

                @Override
                public void wrong(String login, String mechanism, String attempt) {
                    heard.add("wrong " + login + " " + mechanism);
                    attempts.add(attempt);
                }

                @Override
                public void signedIn(String login) {
                    heard.add("right " + login);
                }

                @Override
                public long line() {
                    return 0;
                }
            };

    private SaslExchange begin(SaslMechanism mechanism) {
        var channel =
                new SaslChannel() {
                    @Override
                    public Optional<byte[]> binding(ChannelBinding type) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<X509Certificate> certificate() {
                        return Optional.empty();
                    }

                    @Override
                    public Visit visit() {
                        return visit;
                    }
                };
        return SaslExchange.begin(mechanism, new SaslTerms(accounts, channel, Optional.empty()));
    }

    private SaslStep plain(String message) {
        return begin(SaslMechanism.PLAIN).respond(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWrongPasswordIsHeardOfAndARightOne() {
        assertThat(plain("\0tim\0wrong")).isEqualTo(Logins.refused());
        assertThat(plain("\0tim\0tanstaaf tan")).isInstanceOf(SaslStep.Authenticated.class);
        assertThat(plain("nonsense")).isInstanceOf(SaslStep.Rejected.class);
        assertThat(heard).containsExactly("wrong tim PLAIN", "right tim@example.org");
    }

    @Test
    void theVerySameAttemptIsKnownAgainAndAnotherIsNot() {
        var _ = plain("\0tim\0wrong");
        var _ = plain("\0tim\0wrong");
        var _ = plain("\0tim\0wronger");
        assertThat(attempts.get(1)).isEqualTo(attempts.get(0)).doesNotContain("wrong");
        assertThat(attempts.get(2)).isNotEqualTo(attempts.get(0));
    }

    @Test
    void whoIsShutOutIsDeniedThoughThePasswordIsRight() {
        shut.add("tim");
        assertThat(plain("\0tim\0tanstaaf tan"))
                .isEqualTo(new SaslStep.Denied("shut; try again after 2026-11-22T10:00:00Z"));
        var scram = begin(SaslMechanism.SCRAM_SHA_256);
        assertThat(scram.respond("n,,n=tim,r=abcdefgh".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SaslStep.Denied.class);
        assertThat(scram.respond(new byte[0])).isEqualTo(Logins.over());
        assertThat(heard).isEmpty();
    }

    @Test
    void whoIsBannedIsDeniedBeforeAnythingIsRead() {
        shut.add("");
        assertThat(begin(SaslMechanism.LOGIN).respond(new byte[0]))
                .isInstanceOf(SaslStep.Denied.class);
    }

    @Test
    void nobodyWatchesAClientThatIsFree() {
        var free = SaslExchange.begin(SaslMechanism.PLAIN, accounts);
        assertThat(free).isInstanceOf(PlainExchange.class);
    }
}
