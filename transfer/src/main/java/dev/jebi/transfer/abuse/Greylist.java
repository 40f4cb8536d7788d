package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.guard.Allowance;
import dev.jebi.guard.Block;
import dev.jebi.guard.Rate;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Greylisting (RFC 6647): a stranger's first attempt is put off; who comes again is a mail system
/// with a queue, and its network is known from then on. Safe for use by several threads.
public final class Greylist {
    private static final String TRIED = "greylist-tried";
    private static final String KNOWN = "greylist-known";

    /// First attempts of a network that are written down: whoever makes senders up does not fill
    /// the store. Of more than that one is enough to become known.
    private static final Rate WRITTEN = new Rate(1_000, Duration.ofHours(1));

    /// The same of all together. Whoever has networks without number makes the greylist let all
    /// pass, and does not stop the mail of others.
    private static final Rate ALL_WRITTEN = new Rate(20_000, Duration.ofHours(1));

    private static final Logger LOG = LoggerFactory.getLogger(Greylist.class);

    private final Register register;
    private final Terms terms;
    private final InstantSource clock;
    private final Allowance written;
    private final Allowance allWritten;

    /// How long things take.
    ///
    /// @param delay how soon the next attempt counts
    /// @param retry how late it may come (RFC 6647 §5: some come again after hours only)
    /// @param keep how long a network is known after its last message
    public record Terms(Duration delay, Duration retry, Duration keep) {}

    /// A greylist that is kept in a register.
    public Greylist(Register register, Terms terms, InstantSource clock) {
        this(register, terms, WRITTEN, ALL_WRITTEN, clock);
    }

    Greylist(Register register, Terms terms, Rate ofOne, Rate ofAll, InstantSource clock) {
        this.register = register;
        this.terms = terms;
        this.clock = clock;
        this.written = new Allowance(ofOne, "first attempts", clock);
        this.allWritten = new Allowance(ofAll, "first attempts", clock);
    }

    /// The reply that puts this recipient off, if it is put off.
    public Optional<Reply> puts(Caller caller, Address to) throws IOException {
        var now = clock.instant();
        var network = network(caller.client());
        var known = register.value(network).map(Greylist::time);
        if (known.isPresent()) {
            if (known.get().plus(terms.keep().dividedBy(4)).isBefore(now)) {
                know(network, now);
            }
            return Optional.empty();
        }
        var tried = Name.of(TRIED, digest(caller, to));
        var first = register.value(tried).map(Greylist::time);
        if (first.isEmpty()) {
            if (written.spend(network.key(), 1).isPresent()) {
                return Optional.of(later(terms.delay()));
            }
            var tooMany = allWritten.spend("", 1);
            if (tooMany.isPresent()) {
                LOG.warn("event=greylist done=\"let pass\" why=\"{}\"", tooMany.get().why());
                return Optional.empty();
            }
            var put = Put.of(tried, octets(now), now.plus(terms.retry()));
            boolean _ = register.put(List.of(put));
            return Optional.of(later(terms.delay()));
        }
        var left = Duration.between(now, first.get().plus(terms.delay()));
        if (left.isPositive()) {
            return Optional.of(later(left));
        }
        know(network, now);
        return Optional.empty();
    }

    private void know(Name network, Instant now) throws IOException {
        boolean _ = register.put(List.of(Put.of(network, octets(now), now.plus(terms.keep()))));
    }

    /// RFC 6647 §5: one mail system retries from several addresses of a network.
    private static Name network(InetAddress client) {
        return Name.of(KNOWN, Block.network(client).toString());
    }

    private static Reply later(Duration left) {
        return Reply.of(
                451,
                "4.7.1",
                "Greylisted: we have not had mail from you before; try again in "
                        + Math.max(1, left.toSeconds())
                        + " seconds");
    }

    private static String digest(Caller caller, Address to) {
        String triple =
                network(caller.client()).key()
                        + "\n"
                        + caller.from().toString().toLowerCase(Locale.ROOT)
                        + "\n"
                        + to.toString().toLowerCase(Locale.ROOT);
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(triple.getBytes(StandardCharsets.UTF_8)),
                            0,
                            16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] octets(Instant time) {
        return Long.toString(time.toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
    }

    private static Instant time(byte[] octets) {
        return Instant.ofEpochMilli(Long.parseLong(new String(octets, StandardCharsets.US_ASCII)));
    }
}
