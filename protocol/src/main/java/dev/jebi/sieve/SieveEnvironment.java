package dev.jebi.sieve;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a script may ask of the world. All but the clock has an answer for a world that knows
/// nothing.
public interface SieveEnvironment {
    /// The current time (RFC 5260 §5).
    Instant now();

    /// The zone that dates are told in (RFC 5260 §4.1).
    default ZoneId zone() {
        return ZoneOffset.UTC;
    }

    /// The chars that part a user from its detail (RFC 5233 §4), the first that is found.
    default String detailSeparators() {
        return "+";
    }

    /// The owner's own addresses, for vacation (RFC 5230 §4.5) and the loop guards.
    default List<String> ownAddresses() {
        return List.of();
    }

    /// An item of RFC 5183 §4.1 by its name in lower case; empty when it is not known.
    default Optional<String> item(String name) {
        return Optional.empty();
    }

    /// Scripts to include.
    default SieveScripts scripts() {
        return SieveScripts.NONE;
    }

    /// Whether mail can be filed there (RFC 5490 §3.1).
    default boolean mailboxExists(String mailbox) throws IOException {
        return false;
    }

    /// Whether a mailbox of this id exists (RFC 9042 §4).
    default boolean mailboxIdExists(String id) throws IOException {
        return false;
    }

    /// Whether a mailbox, or any when none is named, has a special-use attribute (RFC 8579 §3).
    default boolean specialUseExists(Optional<String> mailbox, String attribute)
            throws IOException {
        return false;
    }

    /// An annotation of a mailbox, or of the server when none is named (RFC 5490 §4).
    default Optional<String> metadata(Optional<String> mailbox, String annotation)
            throws IOException {
        return Optional.empty();
    }

    /// Whether `duplicate` has seen this within its time (RFC 7352 §3).
    default boolean seen(SieveAction.Seen seen) throws IOException {
        return false;
    }

    /// How surely the message is spam, 0 to 1; empty when it was not looked at (RFC 5235 §3).
    default OptionalDouble spam() {
        return OptionalDouble.empty();
    }

    /// How surely it has a virus, 1 to 5 (RFC 5235 §3.3); empty when it was not looked at.
    default OptionalInt virus() {
        return OptionalInt.empty();
    }

    /// Whether there is such a list (RFC 6134 §2.3).
    default boolean listExists(String list) throws IOException {
        return false;
    }

    /// Whether a list holds this value (RFC 6134 §2.2).
    default boolean listed(String list, String value) throws IOException {
        return false;
    }

    /// The addresses of a list that mail can be redirected to (RFC 6134 §2.4).
    default List<String> listMembers(String list) throws IOException {
        return List.of();
    }

    /// Whether notifications of this method can be sent (RFC 5435 §4); `mailto` can by default.
    default boolean notifies(String method) {
        return method.regionMatches(true, 0, "mailto:", 0, "mailto:".length());
    }
}
