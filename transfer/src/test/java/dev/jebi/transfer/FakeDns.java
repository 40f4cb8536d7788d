package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.dns.Resolver;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A DNS that knows what it was told.
final class FakeDns implements Resolver {
    private final Map<String, MxAnswer> mx = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();

    FakeDns mx(String domain, MxAnswer answer) {
        mx.put(domain, answer);
        return this;
    }

    /// `preference host` each.
    FakeDns mx(String domain, String... exchangers) {
        return mx(
                domain,
                new MxAnswer.Exchangers(
                        Arrays.stream(exchangers)
                                .map(line -> line.split(" "))
                                .map(words -> new Mx(Integer.parseInt(words[0]), words[1]))
                                .toList()));
    }

    FakeDns host(String name, String... ips) {
        addresses.put(name, Arrays.stream(ips).map(InetAddress::ofLiteral).toList());
        return this;
    }

    @Override
    public MxAnswer mx(Domain domain) {
        return mx.getOrDefault(domain.name(), new MxAnswer.NoSuchDomain());
    }

    @Override
    public List<InetAddress> addresses(String host) {
        return addresses.getOrDefault(host, List.of());
    }
}
