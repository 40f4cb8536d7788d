package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.sasl.ScramKeys;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

final class PasswordsTest {
    private static final PasswordLimits CHEAP =
            new PasswordLimits(64, 1, 4_096, 3, Duration.ofMinutes(5));

    private Instant now = Instant.EPOCH;
    private final Passwords passwords = new Passwords(new byte[32], CHEAP, () -> now);

    @Test
    void verifiesTheReferenceImplementationsHash() {
        // test.c of the Argon2 reference implementation
        var reference =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                        + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.verify("a", Optional.of(reference), "password")).isTrue();
        assertThat(passwords.verify("a", Optional.of(reference), "Password")).isFalse();
        assertThat(Argon2id.parse(reference).orElseThrow().phc()).isEqualTo(reference);
    }

    @Test
    void hashesAreSaltedAndVerify() {
        String hash = passwords.hash("secret");
        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(passwords.hash("secret")).isNotEqualTo(hash);
        assertThat(passwords.verify("a", Optional.of(hash), "secret")).isTrue();
        assertThat(passwords.verify("a", Optional.of(hash), "secret ")).isFalse();
        assertThat(passwords.verify("a", Optional.of(hash), "")).isFalse();
        assertThatThrownBy(() -> passwords.hash("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordsAreTheSameHoweverTheyAreTyped() {
        // RFC 4013 §2: NFKC; Hangul composed and as Jamo
        String hash = passwords.hash("비밀");
        assertThat(passwords.verify("a", Optional.of(hash), "비밀")).isTrue();
    }

    @Test
    void aLoginThatThereIsNotNeverMatches() {
        assertThat(passwords.verify("nobody", Optional.empty(), "secret")).isFalse();
        assertThat(passwords.verify("nobody", Optional.empty(), "")).isFalse();
        assertThat(passwords.verify("nobody", Optional.of("garbage"), "secret")).isFalse();
        assertThat(passwords.verify("nobody", Optional.of("$argon2id$v=19$m=1,t=1,p=1$A$A"), "x"))
                .isFalse();
    }

    @Test
    void whatWasRightIsRememberedForAWhile() {
        var recent = new RecentSuccesses(2, Duration.ofMinutes(5), () -> now);
        byte[] a = {1};
        byte[] b = {2};
        byte[] c = {3};
        assertThat(recent.contains(a)).isFalse();
        recent.add(a);
        recent.add(b);
        assertThat(recent.contains(a)).isTrue();
        recent.add(c);
        assertThat(recent.contains(a)).isFalse();
        assertThat(recent.contains(b)).isTrue();
        now = now.plus(Duration.ofMinutes(5));
        assertThat(recent.contains(b)).isFalse();
    }

    @Test
    void anotherPasswordMakesTheRememberedOneWorthless() {
        String before = passwords.hash("old");
        assertThat(passwords.verify("a", Optional.of(before), "old")).isTrue();
        assertThat(passwords.verify("a", Optional.of(before), "old")).isTrue();
        String after = passwords.hash("new");
        assertThat(passwords.verify("a", Optional.of(after), "old")).isFalse();
        assertThat(passwords.verify("a", Optional.empty(), "old")).isFalse();
    }

    @Test
    void keysForNobodyAreStableAndLikeReal() {
        ScramKeys fake = passwords.fakeKeys("nobody@example.org");
        ScramKeys again = passwords.fakeKeys("NoBody@example.org");
        ScramKeys real = passwords.keys("secret");
        assertThat(again).usingRecursiveComparison().isEqualTo(fake);
        assertThat(fake.salt()).hasSameSizeAs(real.salt());
        assertThat(fake.iterations()).isEqualTo(real.iterations());
        assertThat(fake.storedKey()).hasSameSizeAs(real.storedKey());
        assertThat(fake.storedKey()).isNotEqualTo(fake.serverKey());
        assertThat(passwords.fakeKeys("other@example.org").salt()).isNotEqualTo(fake.salt());
    }

    @Test
    void manyCanBeCheckedAtOnce() throws Exception {
        String hash = passwords.hash("secret");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var checks =
                    IntStream.range(0, 50)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            passwords.verify(
                                                    "a" + i,
                                                    Optional.of(hash),
                                                    i % 2 == 0 ? "secret" : "no")))
                            .toList();
            for (int i = 0; i < checks.size(); i++) {
                Future<Boolean> check = checks.get(i);
                assertThat(check.get()).isEqualTo(i % 2 == 0);
            }
        }
    }
}
