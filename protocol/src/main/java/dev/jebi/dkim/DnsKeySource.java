package dev.jebi.dkim;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

/// Key records out of the DNS. Safe for use by several threads.
public record DnsKeySource(Resolver resolver) implements KeySource {
    @Override
    public Answer records(String name) {
        return switch (resolver.txt(name)) {
            case DnsAnswer.Records(var texts) -> new Found(texts);
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ -> new Absent();
            case DnsAnswer.Failed(var why) -> new Unavailable(why);
        };
    }
}
