package dev.jebi.dns;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// One question to the DNS, validated by dnsjava's resolver (RFC 4035 §5). Safe for use by several
/// threads.
final class Validation {
    private static final Logger LOG = LoggerFactory.getLogger(Validation.class);

    private static final int UDP_OCTETS = 1232;

    private final ExtendedResolver servers;
    private final ValidatingResolver validating;
    private final DnssecSettings settings;
    private final DnsLimits limits;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private boolean works;
    private Instant probed = Instant.MIN;

    Validation(DnssecSettings settings, DnsLimits limits, InstantSource clock) throws IOException {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
        servers = servers(settings);
        servers.setTimeout(limits.answer());
        for (var server : servers.getResolvers()) {
            server.setTimeout(limits.question());
        }
        validating = new ValidatingResolver(servers, clock.withZone(ZoneOffset.UTC));
        validating.loadTrustAnchors(settings.anchorFile());
        if (validating.getTrustAnchors().items().isEmpty()) {
            throw new IOException("no DS or DNSKEY record in it");
        }
        servers.setEDNS(0, UDP_OCTETS, ExtendedFlags.DO, List.of());
    }

    private static ExtendedResolver servers(DnssecSettings settings) {
        return settings.servers().isEmpty()
                ? new ExtendedResolver()
                : new ExtendedResolver(
                        settings.servers().stream()
                                .map(SimpleResolver::new)
                                .toArray(org.xbill.DNS.Resolver[]::new));
    }

    /// What a question came to.
    sealed interface Told {
        /// An answer, positive or not, and whether it is proven.
        record Answer(Message message, boolean secure) implements Told {}

        /// None, or one that must not be believed.
        record Nothing(String why, Optional<String> bogus) implements Told {}
    }

    /// Whether there is anything to validate. A server that strips signatures would make every
    /// answer bogus, and stop all mail of a machine whose resolver is old; once signatures were
    /// seen, their absence is what it is, an attack or a fault.
    boolean works() {
        if (settings.required()) {
            return true;
        }
        lock.lock();
        try {
            if (!works && probed.plus(settings.probeAgain()).isBefore(clock.instant())) {
                works = signed();
                probed = clock.instant();
                LOG.info("event=dnssec outcome={}", works ? "validating" : "no-signatures");
            }
            return works;
        } finally {
            lock.unlock();
        }
    }

    private boolean signed() {
        for (RRset anchor : validating.getTrustAnchors().items()) {
            var question = Record.newRecord(anchor.getName(), Type.DNSKEY, DClass.IN);
            try {
                var answer = wait(Message.newQuery(question), servers, limits.question());
                if (answer.getSection(Section.ANSWER).stream()
                        .anyMatch(RRSIGRecord.class::isInstance)) {
                    return true;
                }
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("event=dnssec probe={} fault=\"{}\"", anchor.getName(), e.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    Told ask(Name name, int type) {
        var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        try {
            return told(wait(query, validating, limits.answer()));
        } catch (ExecutionException e) {
            return new Told.Nothing(String.valueOf(e.getCause()), Optional.empty());
        } catch (TimeoutException _) {
            return new Told.Nothing(
                    "no answer within " + limits.answer().toSeconds() + " s", Optional.empty());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Told.Nothing("interrupted", Optional.empty());
        }
    }

    private static Told told(Message answer) {
        boolean secure = answer.getHeader().getFlag(Flags.AD);
        return switch (answer.getRcode()) {
            case Rcode.NOERROR, Rcode.NXDOMAIN -> new Told.Answer(answer, secure);
            default -> {
                String code = Rcode.string(answer.getRcode());
                var reason = reason(answer);
                yield new Told.Nothing(reason.map(why -> code + ": " + why).orElse(code), reason);
            }
        };
    }

    /// RFC 8914: what the validator has against an answer.
    private static Optional<String> reason(Message answer) {
        var opt = answer.getOPT();
        if (opt == null) {
            return Optional.empty();
        }
        var reasons = new ArrayList<String>();
        for (EDNSOption option : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
            if (option instanceof ExtendedErrorCodeOption error) {
                String text = error.getText();
                reasons.add(
                        text == null || text.isEmpty() ? "error " + error.getErrorCode() : text);
            }
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private static Message wait(Message query, org.xbill.DNS.Resolver resolver, Duration atMost)
            throws ExecutionException, TimeoutException, InterruptedException {
        return resolver.sendAsync(query, Thread::startVirtualThread)
                .toCompletableFuture()
                .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
