package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver;
import dev.jebi.dns.Resolver.Mx;
import dev.jebi.dns.Resolver.MxAnswer;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Finds the hosts that take a destination's mail, in the order in which they are to be tried (RFC
/// 5321 §5.1). Safe for use by several threads.
final class NextHops {
    private final Resolver resolver;
    private final Ourselves ourselves;
    private final RelayLimits limits;
    private final Random random;

    NextHops(Resolver resolver, Ourselves ourselves, RelayLimits limits, Random random) {
        this.resolver = resolver;
        this.ourselves = ourselves;
        this.limits = limits;
        this.random = random;
    }

    /// What was found.
    sealed interface Found {
        /// Hosts; at least one.
        record Targets(List<Target> targets) implements Found {}

        /// None, and how the attempt ends for that reason.
        record Nowhere(Outcome outcome) implements Found {}
    }

    Found find(Destination destination) {
        return switch (destination) {
            case Destination.Routed(NextHop(String host, int port, Manner manner), var tls) ->
                    targets(addresses(host, port, routed(manner, tls)), host);
            case Destination.ByDomain(Domain domain, _) when domain.literal() ->
                    domain.literalAddress()
                            .map(ip -> targets(literal(ip), domain.name()))
                            .orElseGet(() -> failed("5.1.2", "an address literal of no kind"));
            case Destination.ByDomain(Domain domain, var tls) ->
                    byMx(domain, Manner.USUAL.with(demand(tls)));
        };
    }

    /// What the operator says of a route holds, unless the message wants more.
    private static Manner routed(Manner manner, TlsWish wish) {
        return wish == TlsWish.REQUIRED ? manner.with(demand(wish)) : manner;
    }

    /// RFC 8689 §4.2.1: what requires TLS goes to nobody who does not prove to be who is meant.
    private static TlsDemand demand(TlsWish wish) {
        return switch (wish) {
            case AS_USUAL, OPTIONAL -> TlsDemand.MAY;
            case REQUIRED -> TlsDemand.VERIFIED;
        };
    }

    private Found byMx(Domain domain, Manner manner) {
        return switch (resolver.mx(domain)) {
            case MxAnswer.Exchangers(var hosts) -> exchangers(domain, hosts, manner);
            case MxAnswer.Implicit(var host) ->
                    exchangers(domain, List.of(new Mx(0, host)), manner);
            // RFC 7505 §4.2
            case MxAnswer.NullMx _ -> failed("5.1.10", "the domain " + domain + " takes no mail");
            case MxAnswer.NoSuchDomain _ -> failed("5.1.2", "there is no domain " + domain);
            case MxAnswer.Unknown(var why) ->
                    deferred("4.4.3", "the DNS does not answer for " + domain + ": " + why);
        };
    }

    /// RFC 5321 §5.1: by preference, in random order where it is equal; when this host is among
    /// them, only what is preferred to it.
    private Found exchangers(Domain domain, List<Mx> hosts, Manner manner) {
        var byPreference = new TreeMap<Integer, List<String>>();
        for (var mx : hosts) {
            byPreference.computeIfAbsent(mx.preference(), _ -> new ArrayList<>()).add(mx.host());
        }
        var targets = new ArrayList<Target>();
        for (var equal : byPreference.values()) {
            Collections.shuffle(equal, random);
            var these = new ArrayList<Target>();
            boolean us = false;
            for (String host : equal) {
                var found = addresses(host, limits.port(), manner);
                us |= ourselves.named(host) || found.stream().anyMatch(ourselves::listens);
                these.addAll(found);
            }
            if (us) {
                return targets.isEmpty() ? loop(domain.name()) : new Found.Targets(targets);
            }
            targets.addAll(these);
            if (targets.size() >= limits.addresses()) {
                break;
            }
        }
        return targets(targets, domain.name());
    }

    private Found targets(List<Target> targets, String name) {
        if (targets.isEmpty()) {
            return deferred("4.4.3", "no address was found for " + name);
        }
        if (targets.stream().anyMatch(ourselves::listens)) {
            return loop(name);
        }
        return new Found.Targets(
                List.copyOf(targets.subList(0, Math.min(targets.size(), limits.addresses()))));
    }

    private List<Target> literal(InetAddress ip) {
        var address = new InetSocketAddress(ip, limits.port());
        return List.of(new Target(ip.getHostAddress(), address, Manner.USUAL));
    }

    private List<Target> addresses(String host, int port, Manner manner) {
        return inTurn(resolved(host)).stream()
                .map(ip -> new Target(host, new InetSocketAddress(ip, port), manner))
                .toList();
    }

    /// The two families of addresses in turn (RFC 8305 §4): where one has no way to the host, the
    /// next attempt is of the other.
    private static List<InetAddress> inTurn(List<InetAddress> addresses) {
        var six = addresses.stream().filter(ip -> ip instanceof Inet6Address).toList();
        var four = addresses.stream().filter(ip -> !(ip instanceof Inet6Address)).toList();
        var turns = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            six.stream().skip(i).findFirst().ifPresent(turns::add);
            four.stream().skip(i).findFirst().ifPresent(turns::add);
        }
        return turns;
    }

    private List<InetAddress> resolved(String host) {
        if (host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%.*)?")) {
            try {
                return List.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException _) {
                return List.of(); // looks like an address and is none
            }
        }
        return resolver.addresses(host);
    }

    /// Mail for a domain that is not local but leads to this host would come back for ever.
    private static Found loop(String name) {
        return failed(
                "5.4.6", "mail for " + name + " leads back to this host, which does not take it");
    }

    private static Found failed(String status, String why) {
        return new Found.Nowhere(new Outcome.Failed(Diagnosis.of(status, why)));
    }

    private static Found deferred(String status, String why) {
        return new Found.Nowhere(new Outcome.Deferred(Diagnosis.of(status, why)));
    }
}
