package dev.jebi.mailstore;

import dev.jebi.sasl.Saslprep;
import dev.jebi.sasl.ScramKeys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The maker and checker of passwords. Safe for use by several threads.
///
/// A check costs tens of milliseconds and of megabytes by intent. So only as many run at once as
/// there are processors, on threads of their own, so that they keep no session from its work; and a
/// password that was right is remembered for a while, as an HMAC under a key that only this process
/// has. The HMAC covers the stored hash: another password makes what is remembered worthless.
final class Passwords {
    private static final int SALT_OCTETS = 16;
    private static final String HMAC = "HmacSHA256";

    private final PasswordLimits limits;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore running =
            new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final byte[] storeKey;
    private final byte[] processKey = new byte[32];
    private final RecentSuccesses recent;
    private final Argon2id nobody;

    /// @param storeKey random octets that this store keeps and nobody else knows
    Passwords(byte[] storeKey, PasswordLimits limits, InstantSource clock) {
        this.limits = limits;
        this.storeKey = storeKey.clone();
        random.nextBytes(processKey);
        this.recent = new RecentSuccesses(limits.remembered(), limits.rememberedFor(), clock);
        this.nobody =
                new Argon2id(
                        limits.memoryKibibytes(),
                        limits.passes(),
                        1,
                        salt(),
                        new byte[Argon2id.OCTETS]);
    }

    /// A new hash of a password, as a PHC string.
    ///
    /// @throws IllegalArgumentException when the password is empty
    String hash(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("an empty password is none");
        }
        String prepared = Saslprep.password(password);
        byte[] salt = salt();
        return apart(
                () -> Argon2id.of(prepared, salt, limits.memoryKibibytes(), limits.passes()).phc());
    }

    /// New SCRAM-SHA-256 keys of a password.
    ///
    /// @throws IllegalArgumentException when the password is empty
    ScramKeys keys(String password) {
        byte[] salt = salt();
        return apart(() -> ScramKeys.of(password, salt, limits.scramIterations()));
    }

    /// SCRAM keys for a login that there is not: always the same, and matching nothing (RFC 5802 §9
    /// on learning who is here).
    ScramKeys fakeKeys(String login) {
        String canonical = login.toLowerCase(Locale.ROOT);
        byte[] salt = hmac(storeKey, "scram salt", canonical);
        return new ScramKeys(
                Arrays.copyOf(salt, SALT_OCTETS),
                limits.scramIterations(),
                hmac(storeKey, "scram stored key", canonical),
                hmac(storeKey, "scram server key", canonical));
    }

    /// Whether the password is the one that was hashed.
    ///
    /// @param hash empty for a login that there is not, or that may not sign in: takes as long, and
    ///   is false
    boolean verify(String login, Optional<String> hash, String password) {
        String prepared = Saslprep.password(password);
        byte[] fingerprint = hmac(processKey, login, hash.orElse(""), prepared);
        if (hash.isPresent() && recent.contains(fingerprint)) {
            return true;
        }
        var stored = hash.flatMap(Argon2id::parse);
        boolean right = apart(() -> stored.orElse(nobody).matches(prepared)) && stored.isPresent();
        if (right) {
            recent.add(fingerprint);
        }
        return right;
    }

    private byte[] salt() {
        var salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return salt;
    }

    /// Computes on a platform thread, which the system can take the processor from; an interrupt
    /// does not end the wait.
    private <T> T apart(Callable<T> computation) {
        var task = new FutureTask<>(computation);
        running.acquireUninterruptibly();
        boolean interrupted = false;
        try {
            Thread.ofPlatform().daemon().name("password").start(task);
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true; // told again below
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            running.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// HMAC-SHA-256 of texts; each is preceded by its length, so that none runs into the next.
    private static byte[] hmac(byte[] key, String... texts) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (String text : texts) {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(4).putInt(octets.length).flip());
                mac.update(octets);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + HMAC, e);
        }
    }
}
