package dev.jebi.dns;

import dev.jebi.address.Domain;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The DNS as dnsjava sees it: asks the servers of this machine (or those given), follows aliases,
/// and keeps answers as long as their owner allows. Safe for use by several threads.
public final class DnsResolver implements Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);

    private static final List<InetAddress> LOCALHOST =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final LookupSession session;
    private final DnsLimits limits;

    private DnsResolver(ExtendedResolver servers, DnsLimits limits) {
        this.limits = limits;
        servers.setTimeout(limits.answer());
        for (var server : servers.getResolvers()) {
            server.setTimeout(limits.question());
        }
        var cache = new SmallAnswers(limits.cachedOctets());
        cache.setMaxEntries(limits.cached());
        session =
                LookupSession.builder()
                        .resolver(servers)
                        .cache(cache)
                        .maxRedirects(limits.redirects())
                        .defaultHostsFileParser()
                        .executor(Thread::startVirtualThread)
                        .build();
    }

    /// A resolver that asks the servers which this machine is configured to ask.
    public static DnsResolver ofSystem(DnsLimits limits) {
        return new DnsResolver(new ExtendedResolver(), limits);
    }

    /// A resolver that asks these servers.
    public static DnsResolver of(List<InetSocketAddress> servers, DnsLimits limits) {
        return new DnsResolver(
                new ExtendedResolver(
                        servers.stream()
                                .map(SimpleResolver::new)
                                .toArray(org.xbill.DNS.Resolver[]::new)),
                limits);
    }

    @Override
    public MxAnswer mx(Domain domain) {
        return switch (await(ask(domain.name(), Type.MX))) {
            case Records(var records) -> exchangers(records);
            case NoRecords _ -> implicit(domain);
            case NoName _ -> new MxAnswer.NoSuchDomain();
            case NoAnswer(var why) -> new MxAnswer.Unknown(why);
        };
    }

    @Override
    public List<InetAddress> addresses(String host) {
        if (host.equalsIgnoreCase("localhost")) { // RFC 6761 §6.3: no question for the DNS
            return LOCALHOST;
        }
        var v6 = ask(host, Type.AAAA);
        var v4 = ask(host, Type.A);
        var addresses = new ArrayList<InetAddress>(addresses(await(v6), host));
        int at = 1;
        for (var address : addresses(await(v4), host)) { // by turns: one kind may not be routed
            addresses.add(Math.min(at, addresses.size()), address);
            at += 2;
        }
        return List.copyOf(addresses);
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return answer(ask(name, Type.TXT), TXTRecord.class, DnsResolver::joined);
    }

    @Override
    public DnsAnswer<InetAddress> a(String host) {
        return answer(ask(host, Type.A), ARecord.class, ARecord::getAddress);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String host) {
        return answer(ask(host, Type.AAAA), AAAARecord.class, AAAARecord::getAddress);
    }

    @Override
    public DnsAnswer<Mx> exchangers(String name) {
        var answer = answer(ask(name, Type.MX), MXRecord.class, DnsResolver::exchanger);
        return answer instanceof DnsAnswer.Records(var all)
                ? new DnsAnswer.Records<>(
                        all.stream().sorted(Comparator.comparingInt(Mx::preference)).toList())
                : answer;
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        var name = ReverseMap.fromAddress(address);
        return answer(ask(name, Type.PTR), PTRRecord.class, ptr -> ptr.getTarget().toString(true));
    }

    private static Mx exchanger(MXRecord mx) {
        boolean none = mx.getTarget().equals(Name.root);
        return new Mx(mx.getPriority(), none ? "" : mx.getTarget().toString(true));
    }

    private static String joined(TXTRecord record) {
        var text = new StringBuilder();
        for (byte[] string : record.getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private <R, T> DnsAnswer<T> answer(
            CompletableFuture<List<Record>> question, Class<R> type, Function<R, T> reading) {
        return switch (await(question)) {
            case Records(var records) -> {
                var all = records.stream().filter(type::isInstance).map(type::cast).map(reading);
                var read = all.toList();
                yield read.isEmpty() ? new DnsAnswer.None<>() : new DnsAnswer.Records<>(read);
            }
            case NoRecords _ -> new DnsAnswer.None<>();
            case NoName _ -> new DnsAnswer.NoSuchName<>();
            case NoAnswer(var why) -> new DnsAnswer.Failed<>(why);
        };
    }

    private List<InetAddress> addresses(Answer answer, String host) {
        return switch (answer) {
            case Records(var records) -> addresses(records);
            case NoRecords _, NoName _ -> List.of();
            case NoAnswer(var why) -> {
                LOG.info("event=dns host={} unknown=\"{}\"", host, why);
                yield List.of();
            }
        };
    }

    /// RFC 5321 §5.1: a domain without MX is its own mail exchanger, if it has an address.
    private MxAnswer implicit(Domain domain) {
        var v6 = ask(domain.name(), Type.AAAA);
        var v4 = ask(domain.name(), Type.A);
        String unknown = "";
        for (var answer : List.of(await(v6), await(v4))) {
            if (answer instanceof Records) {
                return new MxAnswer.Implicit(domain.name());
            }
            if (answer instanceof NoAnswer(var why)) {
                unknown = why;
            }
        }
        return unknown.isEmpty() ? new MxAnswer.NoSuchDomain() : new MxAnswer.Unknown(unknown);
    }

    private MxAnswer exchangers(List<Record> records) {
        var all = new ArrayList<Mx>();
        boolean none = false;
        for (var record : records) {
            if (record instanceof MXRecord mx) {
                if (mx.getTarget().equals(Name.root)) {
                    none = true; // RFC 7505 §3; beside other MX records it means nothing
                } else {
                    all.add(new Mx(mx.getPriority(), mx.getTarget().toString(true)));
                }
            }
        }
        if (all.isEmpty()) {
            return none
                    ? new MxAnswer.NullMx()
                    : new MxAnswer.Unknown("an answer without MX records");
        }
        all.sort(Comparator.comparingInt(Mx::preference));
        return new MxAnswer.Exchangers(
                List.copyOf(all.subList(0, Math.min(all.size(), limits.exchangers()))));
    }

    private List<InetAddress> addresses(List<Record> records) {
        var found = new ArrayList<InetAddress>();
        for (var record : records.subList(0, Math.min(records.size(), limits.addresses()))) {
            if (record instanceof AAAARecord v6) {
                found.add(v6.getAddress());
            } else if (record instanceof ARecord v4) {
                found.add(v4.getAddress());
            }
        }
        return found;
    }

    private CompletableFuture<List<Record>> ask(String name, int type) {
        try {
            return ask(DnsName.of(name), type);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<Record>> ask(Name name, int type) {
        return session.lookupAsync(name, type)
                .thenApply(result -> List.copyOf(result.getRecords()))
                .toCompletableFuture();
    }

    private Answer await(CompletableFuture<List<Record>> question) {
        try {
            var records = question.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
            return records.isEmpty() ? new NoRecords() : new Records(records);
        } catch (ExecutionException e) {
            return failure(e.getCause());
        } catch (TimeoutException _) {
            return new NoAnswer("no answer within " + limits.answer().toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new NoAnswer("interrupted");
        }
    }

    private static Answer failure(@Nullable Throwable cause) {
        return switch (cause) {
            case NoSuchDomainException _ -> new NoName();
            case NoSuchRRSetException _ -> new NoRecords();
            case TextParseException _ -> new NoName(); // a name that the DNS cannot even hold
            case null, default -> new NoAnswer(String.valueOf(cause));
        };
    }

    /// How a question ends.
    private sealed interface Answer {}

    private record Records(List<Record> records) implements Answer {}

    /// The name is there, the type of record is not.
    private record NoRecords() implements Answer {}

    private record NoName() implements Answer {}

    private record NoAnswer(String why) implements Answer {}
}
