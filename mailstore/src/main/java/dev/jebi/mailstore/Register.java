package dev.jebi.mailstore;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// Small durable values by owner, kind and key: scripts, keys, policies, tokens and what was
/// learned about others. Each kind has one class that reads and writes it; nobody else does. A
/// value that is asked for often costs no I/O. With an account go its values. Safe for use by
/// several threads.
public interface Register {
    /// The most octets of a value.
    int MAX_OCTETS = 1 << 20;

    /// The most octets of the values that are put together.
    int MAX_TOGETHER = 4 << 20;

    /// The most chars of a key, in UTF-8 at most thrice as many octets.
    int MAX_KEY = 800;

    /// What a value is called.
    ///
    /// @param owner whose it is; empty for the whole system's
    /// @param kind 1 to 40 of `a-z`, `0-9` and `-`
    /// @param key anything of 1 to [#MAX_KEY] chars
    record Name(Optional<AccountId> owner, String kind, String key) {
        public Name {
            checkKind(kind);
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw new IllegalArgumentException("a key has 1 to " + MAX_KEY + " chars");
            }
        }

        /// Of the whole system.
        public static Name of(String kind, String key) {
            return new Name(Optional.empty(), kind, key);
        }

        /// Of an account.
        public static Name of(AccountId owner, String kind, String key) {
            return new Name(Optional.of(owner), kind, key);
        }
    }

    /// A value that is to be there from now on, or none.
    ///
    /// @param value empty to remove what is there
    /// @param expires when it ends to be there; empty for never
    record Put(Name name, Optional<byte[]> value, Optional<Instant> expires) {
        public Put {
            if (value.isPresent() && value.get().length > MAX_OCTETS) {
                throw new IllegalArgumentException("a value has at most " + MAX_OCTETS + " octets");
            }
        }

        /// A value that stays.
        public static Put of(Name name, byte[] value) {
            return new Put(name, Optional.of(value), Optional.empty());
        }

        /// A value that stays until then.
        public static Put of(Name name, byte[] value, Instant expires) {
            return new Put(name, Optional.of(value), Optional.of(expires));
        }

        /// No value any more.
        public static Put none(Name name) {
            return new Put(name, Optional.empty(), Optional.empty());
        }
    }

    /// A value that has not expired; the array is the caller's.
    Optional<byte[]> value(Name name) throws IOException;

    /// The values of a kind that have not expired, by key, the first ones in the order of keys.
    default SortedMap<String, byte[]> values(Optional<AccountId> owner, String kind, int atMost)
            throws IOException {
        return values(owner, kind, "", atMost);
    }

    /// As the other one.
    ///
    /// @param after only those with a key behind this one
    SortedMap<String, byte[]> values(
            Optional<AccountId> owner, String kind, String after, int atMost) throws IOException;

    /// Puts and removes values, all in one durable change; values of accounts in several databases
    /// in one change for each database.
    ///
    /// @return false when an owner is no account any more: then nothing was changed
    boolean put(List<Put> puts) throws IOException;

    /// Puts what follows from a value as it is now: when the value changes meanwhile, on whichever
    /// node, it is asked again.
    ///
    /// @param name of the value
    /// @param how what to put for the value, or nothing; may be asked several times
    /// @return false when an owner is no account any more: then nothing was changed in the database
    ///   of the value
    boolean change(Name name, Function<Optional<byte[]>, List<Put>> how) throws IOException;

    /// Puts a value that stays.
    default boolean put(Name name, byte[] value) throws IOException {
        return put(List.of(Put.of(name, value)));
    }

    /// Removes a value, if it is there.
    default boolean remove(Name name) throws IOException {
        return put(List.of(Put.none(name)));
    }

    private static void checkKind(String kind) {
        boolean good = !kind.isEmpty() && kind.length() <= 40;
        for (int i = 0; i < kind.length() && good; i++) {
            char c = kind.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!good) {
            throw new IllegalArgumentException("no kind: '" + kind + "'");
        }
    }
}
