package dev.jebi.transfer.verification;

import dev.jebi.address.Domain;
import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A DNS that is asked for a while only: what is not answered by then has failed. So nothing else
/// needs to be interrupted, least of all who reads a message. Safe for use by several threads.
final class TimedResolver implements Resolver {
    private final Resolver dns;
    private final long end;

    TimedResolver(Resolver dns, Duration time) {
        this.dns = dns;
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public MxAnswer mx(Domain domain) {
        return dns.mx(domain); // nobody asks this here
    }

    @Override
    public List<InetAddress> addresses(String host) {
        return dns.addresses(host); // nor this
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return inTime(() -> dns.txt(name));
    }

    @Override
    public DnsAnswer<InetAddress> a(String host) {
        return inTime(() -> dns.a(host));
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String host) {
        return inTime(() -> dns.aaaa(host));
    }

    @Override
    public DnsAnswer<Mx> exchangers(String name) {
        return inTime(() -> dns.exchangers(name));
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return inTime(() -> dns.ptr(address));
    }

    private <T> DnsAnswer<T> inTime(Callable<DnsAnswer<T>> question) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return new DnsAnswer.Failed<>("no time is left");
        }
        var asking = new FutureTask<>(question);
        Thread.startVirtualThread(asking);
        try {
            return asking.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            asking.cancel(true);
            return new DnsAnswer.Failed<>("no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the resolver failed", e.getCause());
        } catch (InterruptedException _) {
            asking.cancel(true);
            Thread.currentThread().interrupt();
            return new DnsAnswer.Failed<>("interrupted");
        }
    }
}
