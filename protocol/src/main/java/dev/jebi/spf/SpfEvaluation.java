package dev.jebi.spf;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;
import dev.jebi.dns.Resolver.Mx;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One evaluation: `check_host()` (RFC 7208 §4). For one thread, and once.
final class SpfEvaluation {
    private final Resolver dns;
    private final SpfLimits limits;
    private final SpfQuestion question;
    private final ClientNames names;
    private final MacroExpansion macros;
    private final InetAddress client;
    private final long begun = System.nanoTime();
    private int lookups;
    private int voids;

    SpfEvaluation(Resolver dns, SpfLimits limits, SpfQuestion question, InstantSource clock) {
        this.dns = dns;
        this.limits = limits;
        this.question = question;
        this.client = question.client();
        this.names = new ClientNames(dns, client, limits.names(), this::inTime);
        this.macros = new MacroExpansion(question, names, clock);
    }

    /// What a domain's record says, and whose explanation would be asked for.
    private record Said(
            SpfResult result, String domain, String reason, Optional<MacroText> explanation) {
        Said(SpfResult result, String domain, String reason) {
            this(result, domain, reason, Optional.empty());
        }
    }

    SpfOutcome outcome() {
        try {
            var said = host(question.domain());
            return new SpfOutcome(
                    said.result(), question.domain(), said.reason(), explanation(said), lookups);
        } catch (SpfStop stop) {
            return new SpfOutcome(
                    stop.result(), question.domain(), stop.reason(), Optional.empty(), lookups);
        }
    }

    private Said host(String domain) throws SpfStop {
        if (!DomainNames.canHavePolicy(domain)) {
            return new Said(SpfResult.NONE, domain, "not a domain that could have a policy");
        }
        String name = DomainNames.withoutDot(domain);
        inTime();
        return switch (dns.txt(name)) {
            case DnsAnswer.Failed(String why) ->
                    throw SpfStop.temporary(
                            "no answer for " + SpfText.printable(name + ": " + why));
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ -> nothing(name);
            case DnsAnswer.Records(var texts) -> select(name, texts);
        };
    }

    private static Said nothing(String name) {
        return new Said(
                SpfResult.NONE, name, "no policy of " + SpfText.printable(name) + " was found");
    }

    /// RFC 7208 §4.5.
    private Said select(String domain, List<String> texts) throws SpfStop {
        var records = texts.stream().filter(SpfRecord::is).toList();
        if (records.isEmpty()) {
            return nothing(domain);
        }
        if (records.size() > 1) {
            throw SpfStop.permanent("several records at " + SpfText.printable(domain));
        }
        return evaluate(domain, SpfRecord.parse(records.getFirst(), limits));
    }

    private Said evaluate(String domain, SpfRecord record) throws SpfStop {
        for (var directive : record.directives()) {
            if (matches(directive.mechanism(), domain)) {
                String reason = SpfText.printable(domain) + " matched " + directive.text();
                return new Said(directive.result(), domain, reason, record.explanation());
            }
        }
        if (record.redirect().isEmpty()) {
            return new Said(SpfResult.NEUTRAL, domain, "nothing matched"); // RFC 7208 §4.7
        }
        count();
        var target = macros.name(record.redirect().get(), domain);
        var said = target.isPresent() ? host(target.get()) : nothing(domain);
        if (said.result() == SpfResult.NONE) { // RFC 7208 §6.1
            throw SpfStop.permanent("redirected to a domain without a policy");
        }
        return said;
    }

    private boolean matches(Mechanism mechanism, String domain) throws SpfStop {
        return switch (mechanism) {
            case Mechanism.All _ -> true;
            case Mechanism.Network(var range) -> range.contains(client);
            case Mechanism.Include(var target) -> included(target, domain);
            case Mechanism.Hosts(var target, var prefixes) -> hosts(target, prefixes, domain);
            case Mechanism.Exchangers(var target, var prefixes) ->
                    exchangers(target, prefixes, domain);
            case Mechanism.Pointer(var target) -> pointer(target, domain);
            case Mechanism.Exists(var target) -> exists(target, domain);
        };
    }

    /// RFC 7208 §5.2.
    private boolean included(MacroText target, String domain) throws SpfStop {
        count();
        var name = macros.name(target, domain);
        if (name.isEmpty()) {
            throw SpfStop.permanent("included what is no domain");
        }
        return switch (host(name.get()).result()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE ->
                    throw SpfStop.permanent(
                            "included " + SpfText.printable(name.get()) + ", without a policy");
            case TEMPERROR, PERMERROR -> throw new IllegalStateException("an error is thrown");
        };
    }

    private Optional<String> target(Optional<MacroText> target, String domain) throws SpfStop {
        count();
        return target.isPresent()
                ? macros.name(target.get(), domain)
                : Optional.of(DomainNames.withoutDot(domain));
    }

    /// RFC 7208 §5.3.
    private boolean hosts(Optional<MacroText> target, Mechanism.Prefixes prefixes, String domain)
            throws SpfStop {
        var name = target(target, domain);
        return name.isPresent() && contains(counted(addresses(name.get())), prefixes);
    }

    /// RFC 7208 §5.4; no MX is no match, and more than ten are an error (§4.6.4).
    private boolean exchangers(
            Optional<MacroText> target, Mechanism.Prefixes prefixes, String domain) throws SpfStop {
        var name = target(target, domain);
        if (name.isEmpty()) {
            return false;
        }
        inTime();
        List<Mx> all = counted(dns.exchangers(name.get()));
        if (all.size() > limits.names()) {
            throw SpfStop.permanent("too many mail exchangers of " + SpfText.printable(name.get()));
        }
        for (var exchanger : all) {
            boolean asked = DomainNames.canBeAsked(exchanger.host());
            if (asked && contains(known(addresses(exchanger.host())), prefixes)) {
                return true;
            }
        }
        return false;
    }

    /// RFC 7208 §5.5.
    private boolean pointer(Optional<MacroText> target, String domain) throws SpfStop {
        var name = target(target, domain);
        var found = names.found();
        if (found.none()) {
            countVoid();
        }
        return name.isPresent()
                && found.validated().stream().anyMatch(n -> DomainNames.within(n, name.get()));
    }

    /// RFC 7208 §5.7: an A record, whatever the client's address is.
    private boolean exists(MacroText target, String domain) throws SpfStop {
        count();
        var name = macros.name(target, domain);
        if (name.isEmpty()) {
            return false;
        }
        inTime();
        return !counted(dns.a(name.get())).isEmpty();
    }

    private boolean contains(List<InetAddress> addresses, Mechanism.Prefixes prefixes) {
        int bits = client instanceof Inet6Address ? prefixes.v6() : prefixes.v4();
        return addresses.stream()
                .anyMatch(a -> new AddressRange(a.getAddress(), bits).contains(client));
    }

    private DnsAnswer<InetAddress> addresses(String name) throws SpfStop {
        inTime();
        return client instanceof Inet6Address ? dns.aaaa(name) : dns.a(name);
    }

    /// The records; none of them counts (RFC 7208 §4.6.4), a failure is the end (§5).
    private <T> List<T> counted(DnsAnswer<T> answer) throws SpfStop {
        var records = known(answer);
        if (records.isEmpty()) {
            countVoid();
        }
        return records;
    }

    private static <T> List<T> known(DnsAnswer<T> answer) throws SpfStop {
        if (answer instanceof DnsAnswer.Failed(String why)) {
            throw SpfStop.temporary("the DNS failed: " + SpfText.printable(why));
        }
        return answer.records();
    }

    private void count() throws SpfStop {
        if (++lookups > limits.lookups()) {
            throw SpfStop.permanent("more than " + limits.lookups() + " terms ask the DNS");
        }
    }

    private void countVoid() throws SpfStop {
        if (++voids > limits.voids()) {
            throw SpfStop.permanent("more than " + limits.voids() + " questions without records");
        }
    }

    /// RFC 7208 §4.6.4: a bound on the time of the whole.
    private void inTime() throws SpfStop {
        if (Duration.ofNanos(System.nanoTime() - begun).compareTo(limits.time()) > 0) {
            throw SpfStop.temporary("took longer than " + limits.time().toSeconds() + " s");
        }
    }

    /// RFC 7208 §6.2: where anything is wrong with it, there is none.
    private Optional<String> explanation(Said said) {
        if (said.result() != SpfResult.FAIL || said.explanation().isEmpty()) {
            return Optional.empty();
        }
        try {
            var name = macros.name(said.explanation().get(), said.domain());
            if (name.isEmpty()) {
                return Optional.empty();
            }
            inTime();
            var texts = dns.txt(name.get()).records();
            if (texts.size() != 1 || texts.getFirst().length() > limits.recordOctets()) {
                return Optional.empty();
            }
            var text = macros.text(MacroText.explanation(texts.getFirst()), said.domain());
            return text.chars().allMatch(c -> c >= ' ' && c < 127)
                            && text.length() <= limits.explanationOctets()
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (SpfStop _) { // it is only words
            return Optional.empty();
        }
    }
}
