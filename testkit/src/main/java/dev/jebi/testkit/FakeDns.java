package dev.jebi.testkit;

import dev.jebi.address.Domain;
import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// A DNS that knows what it was told; names without case. It can fail and be silent on demand. Safe
/// for use by several threads.
public final class FakeDns implements Resolver {
    private static final int ALIASES = 8;

    private final Map<String, MxAnswer> mx = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Map<String, String> failing = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> silent = new ConcurrentHashMap<>();
    private final Collection<String> asked = new ConcurrentLinkedQueue<>();

    /// What [#mx(Domain)] says of a domain.
    public FakeDns mx(String domain, MxAnswer answer) {
        mx.put(domain, answer);
        return this;
    }

    /// The exchangers of a domain, `preference host` each.
    public FakeDns mx(String domain, String... exchangers) {
        return mx(
                domain,
                new MxAnswer.Exchangers(
                        Arrays.stream(exchangers).map(FakeDns::exchanger).toList()));
    }

    /// What [#addresses] says of a host.
    public FakeDns host(String name, String... ips) {
        addresses.put(name, Arrays.stream(ips).map(InetAddress::ofLiteral).toList());
        return this;
    }

    /// Adds records to a name: `A 192.0.2.1`, `AAAA 2001:db8::1`, `MX 10 mx.test`, `TXT any text`,
    /// `PTR host.test`, `CNAME other.test`. A name with none is there all the same.
    public FakeDns has(String name, String... lines) {
        records.merge(
                key(name),
                List.of(lines),
                (old, added) -> {
                    var all = new ArrayList<>(old);
                    all.addAll(added);
                    return List.copyOf(all);
                });
        return this;
    }

    /// Adds the name of an address in the reverse tree.
    public FakeDns pointer(String ip, String... names) {
        return has(
                reverse(InetAddress.ofLiteral(ip)),
                Arrays.stream(names).map(name -> "PTR " + name).toArray(String[]::new));
    }

    /// Questions of this type (`TXT`; `*` for all) for that name fail for now.
    public FakeDns fails(String name, String type) {
        failing.put(key(name), type);
        return this;
    }

    /// Questions for that name have no answer until the asker is interrupted.
    public FakeDns silent(String name) {
        silent.put(key(name), new CountDownLatch(1));
        return this;
    }

    /// What was asked: `type name` each, in lower case.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public MxAnswer mx(Domain domain) {
        return mx.getOrDefault(domain.name(), new MxAnswer.NoSuchDomain());
    }

    @Override
    public List<InetAddress> addresses(String host) {
        return addresses.getOrDefault(host, List.of());
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return ask(name, "TXT", text -> Optional.of(text));
    }

    @Override
    public DnsAnswer<InetAddress> a(String host) {
        return ask(host, "A", text -> Optional.of(InetAddress.ofLiteral(text)));
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String host) {
        return ask(host, "AAAA", FakeDns::ipv6);
    }

    @Override
    public DnsAnswer<Mx> exchangers(String name) {
        var answer = ask(name, "MX", text -> Optional.of(exchanger(text)));
        return answer instanceof DnsAnswer.Records(var all)
                ? new DnsAnswer.Records<>(
                        all.stream().sorted(Comparator.comparingInt(Mx::preference)).toList())
                : answer;
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return ask(reverse(address), "PTR", Optional::of);
    }

    private interface Reading<T> {
        Optional<T> of(String text);
    }

    private <T> DnsAnswer<T> ask(String name, String type, Reading<T> reading) {
        String at = key(name);
        for (int followed = 0; followed <= ALIASES; followed++) {
            asked.add(type.toLowerCase(Locale.ROOT) + " " + at);
            if (failure(at, type).isPresent()) {
                return new DnsAnswer.Failed<>(failure(at, type).get());
            }
            if (!records.containsKey(at)) {
                return new DnsAnswer.NoSuchName<>();
            }
            var alias = texts(at, "CNAME").stream().findFirst();
            if (alias.isEmpty()) {
                var found = texts(at, type).stream().flatMap(t -> reading.of(t).stream()).toList();
                return found.isEmpty() ? new DnsAnswer.None<>() : new DnsAnswer.Records<>(found);
            }
            at = key(alias.get());
        }
        return new DnsAnswer.Failed<>("too many aliases");
    }

    private Optional<String> failure(String name, String type) {
        var silence = silent.get(name);
        if (silence != null) {
            try {
                silence.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }
        String fails = failing.getOrDefault(name, "");
        return fails.equals("*") || fails.equals(type) ? Optional.of("SERVFAIL") : Optional.empty();
    }

    private List<String> texts(String name, String type) {
        return records.getOrDefault(name, List.of()).stream()
                .filter(line -> line.startsWith(type + " "))
                .map(line -> line.substring(type.length() + 1))
                .toList();
    }

    private static Mx exchanger(String text) {
        var words = text.split(" ", 2);
        return new Mx(Integer.parseInt(words[0]), words[1].equals(".") ? "" : words[1]);
    }

    /// An IPv4-mapped address would come back as IPv4: no AAAA record.
    private static Optional<InetAddress> ipv6(String text) {
        return InetAddress.ofLiteral(text) instanceof Inet6Address six
                ? Optional.of(six)
                : Optional.empty();
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// RFC 1035 §3.5, RFC 3596 §2.5.
    private static String reverse(InetAddress address) {
        var name = new StringBuilder();
        byte[] octets = address.getAddress();
        for (int i = octets.length - 1; i >= 0; i--) {
            if (address instanceof Inet4Address) {
                name.append(octets[i] & 0xff).append('.');
            } else {
                name.append(Character.forDigit(octets[i] & 15, 16)).append('.');
                name.append(Character.forDigit((octets[i] >> 4) & 15, 16)).append('.');
            }
        }
        return name + (address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa");
    }
}
