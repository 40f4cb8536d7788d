package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The Sender Rewriting Scheme: forwarded mail has a reverse-path in a domain of ours, so that SPF
/// at the next host passes; a report that comes back to it is sent on to the originator. A keyed
/// hash and a day stand in the address, so that nobody can make one up and use us to reach others.
///
/// `SRS0=hash=day=domain=local` stands for `local@domain`; `SRS1=hash=domain=rest` for an address
/// that another forwarder has rewritten before, which is asked directly: the chain does not grow.
/// What would be longer than a local part may be (RFC 5321 §4.5.3.1.1), or needs more than ASCII,
/// is kept in the register, and `SRS2=hash=day=token` stands for it. Safe for use by several
/// threads.
public final class Srs {
    private static final Duration VALID = Duration.ofDays(30);
    private static final int MAX_LOCAL_PART = 64;
    private static final int HASH_CHARS = 6;
    private static final int KEY_OCTETS = 32;
    private static final int DAYS = 1024;
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Name KEY = Name.of("srs", "key");
    private static final String KEPT = "srs-address";
    private static final Pattern REWRITTEN = Pattern.compile("(?i)SRS[012][=+-].*");

    private final Register register;
    private final InstantSource clock;
    private final byte[] key;

    /// Rewriting with the key of a store, which is made when there is none yet.
    public Srs(Register register, InstantSource clock) throws IOException {
        this.register = register;
        this.clock = clock;
        if (register.value(KEY).isEmpty()) {
            byte[] made = new byte[KEY_OCTETS];
            new SecureRandom().nextBytes(made);
            boolean _ = register.put(KEY, made);
        }
        this.key = register.value(KEY).orElseThrow();
    }

    /// What an address of ours that looks rewritten stands for.
    public sealed interface Reversal {
        /// The address that was rewritten, or that of the forwarder before us.
        record To(Address address) implements Reversal {}

        /// It was not made here, or too long ago.
        record Refused(String why) implements Reversal {}
    }

    /// Whether an address looks rewritten.
    public static boolean rewritten(Address address) {
        return REWRITTEN.matcher(address.localPart()).matches();
    }

    /// The reverse-path with which a message is sent on.
    ///
    /// @param by the domain of the address that forwards
    public ReversePath forwarded(ReversePath from, Domain by) throws IOException {
        if (from.address().isEmpty()) {
            return from;
        }
        var sender = from.address().get();
        String local = local(sender);
        boolean fits =
                local.length() <= MAX_LOCAL_PART && local.chars().allMatch(c -> c > ' ' && c < 127);
        try {
            return ReversePath.of(Address.parse((fits ? local : kept(sender)) + "@" + by.name()));
        } catch (IllegalArgumentException _) { // a local part that needs quotes
            return ReversePath.of(new Address(kept(sender), by));
        }
    }

    private String local(Address sender) {
        String local = sender.localPart();
        String domain = sender.domain().name();
        if (local.matches("(?i)SRS0[=+-].*")) {
            String rest = local.substring("SRS0".length());
            return "SRS1=" + hash(domain, rest) + "=" + domain + "=" + rest;
        }
        if (local.matches("(?i)SRS1[=+-].*")) {
            String[] parts = local.substring("SRS1=".length()).split("=", 3);
            if (parts.length == 3) {
                return "SRS1=" + hash(parts[1], parts[2]) + "=" + parts[1] + "=" + parts[2];
            }
        }
        String day = day(today());
        return "SRS0=" + hash(day, domain, local) + "=" + day + "=" + domain + "=" + local;
    }

    /// Keeps an address under a token that is its own digest: the same sender takes no more room.
    private String kept(Address sender) throws IOException {
        byte[] text = sender.toString().getBytes(StandardCharsets.UTF_8);
        String token = base32(digest(text), 16);
        String day = day(today());
        // a day more than it is valid: a report may come in the last moment
        boolean _ =
                register.put(
                        List.of(
                                Put.of(
                                        Name.of(KEPT, token),
                                        text,
                                        clock.instant().plus(VALID).plus(Duration.ofDays(1)))));
        return "SRS2=" + hash(day, token) + "=" + day + "=" + token;
    }

    /// Looks up what was rewritten.
    public Reversal reverse(Address address) throws IOException {
        String local = address.localPart();
        String[] parts = local.substring("SRS0=".length()).split("=", 4);
        return switch (local.charAt(3)) {
            case '0' -> parts.length == 4 ? original(parts) : refused();
            case '1' -> {
                String[] three = local.substring("SRS1=".length()).split("=", 3);
                yield three.length == 3 ? forwarder(three) : refused();
            }
            default -> parts.length == 3 ? kept(parts) : refused();
        };
    }

    private Reversal original(String[] parts) {
        if (!same(parts[0], hash(parts[1], parts[2], parts[3]))) {
            return refused();
        }
        return valid(parts[1]) ? address(parts[3], parts[2]) : expired();
    }

    private Reversal forwarder(String[] parts) {
        return same(parts[0], hash(parts[1], parts[2]))
                ? address("SRS0" + parts[2], parts[1])
                : refused();
    }

    private Reversal kept(String[] parts) throws IOException {
        String token = parts[2].toUpperCase(Locale.ROOT);
        if (!same(parts[0], hash(parts[1], token))) {
            return refused();
        }
        var text = register.value(Name.of(KEPT, token));
        return valid(parts[1]) && text.isPresent()
                ? new Reversal.To(Address.parse(new String(text.get(), StandardCharsets.UTF_8)))
                : expired();
    }

    private static Reversal address(String local, String domain) {
        try {
            return new Reversal.To(new Address(local, Domain.parse(domain)));
        } catch (IllegalArgumentException _) {
            return refused();
        }
    }

    private static Reversal refused() {
        return new Reversal.Refused("This address was not made here");
    }

    private static Reversal expired() {
        return new Reversal.Refused("This address was good for some days only");
    }

    private long today() {
        return clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds();
    }

    private static String day(long day) {
        int number = (int) (day % DAYS);
        return "" + BASE_32.charAt(number >> 5) + BASE_32.charAt(number & 31);
    }

    private boolean valid(String day) {
        String upper = day.toUpperCase(Locale.ROOT);
        if (upper.length() != 2) {
            return false;
        }
        int number = (BASE_32.indexOf(upper.charAt(0)) << 5) + BASE_32.indexOf(upper.charAt(1));
        long age = Math.floorMod(today() - number, DAYS);
        return age <= VALID.toDays() || age == DAYS - 1; // another node's clock may be ahead
    }

    /// Of what it protects, without regard to case: not every host keeps it.
    private String hash(String... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String text = String.join("=", parts).toLowerCase(Locale.ROOT);
            return base32(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), HASH_CHARS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(
                given.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                right.getBytes(StandardCharsets.UTF_8));
    }

    private static String base32(byte[] octets, int chars) {
        var text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (int i = 0; text.length() < chars; i++) {
            held = held << 8 | (octets[i] & 0xff);
            bits += 8;
            while (bits >= 5 && text.length() < chars) {
                bits -= 5;
                text.append(BASE_32.charAt(held >> bits & 31));
            }
            held &= (1 << bits) - 1;
        }
        return text.toString();
    }
}
