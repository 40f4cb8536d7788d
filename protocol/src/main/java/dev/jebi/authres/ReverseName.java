package dev.jebi.authres;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/// The names of a client that have its address (RFC 8601 §3: iprev).
///
/// @param name the first that has it; empty where none has
public record ReverseName(Result result, String name) {
    /// As many names as SPF looks at (RFC 7208 §4.6.4).
    private static final int NAMES = 10;

    /// How it ends (RFC 8601 §2.7.3).
    public enum Result {
        /// A name has the address.
        PASS("pass"),
        /// No name has.
        FAIL("fail"),
        /// The DNS did not answer.
        TEMPERROR("temperror"),
        /// The address has no names.
        PERMERROR("permerror");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /// The word for header fields.
        public String word() {
            return word;
        }
    }

    /// Asks for the names of a client.
    public static ReverseName of(InetAddress client, Resolver dns) {
        return switch (dns.ptr(client)) {
            case DnsAnswer.Failed<String> _ -> new ReverseName(Result.TEMPERROR, "");
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ ->
                    new ReverseName(Result.PERMERROR, "");
            case DnsAnswer.Records(var names) ->
                    check(names.subList(0, Math.min(names.size(), NAMES)), client, dns);
        };
    }

    private static ReverseName check(List<String> names, InetAddress client, Resolver dns) {
        boolean failed = false;
        for (String name : names) {
            switch (client instanceof Inet6Address ? dns.aaaa(name) : dns.a(name)) {
                case DnsAnswer.Records(var addresses) -> {
                    if (addresses.contains(client)) {
                        return new ReverseName(Result.PASS, name);
                    }
                }
                case DnsAnswer.Failed<InetAddress> _ -> failed = true;
                case DnsAnswer.None<InetAddress> _, DnsAnswer.NoSuchName<InetAddress> _ -> {}
            }
        }
        return new ReverseName(failed ? Result.TEMPERROR : Result.FAIL, "");
    }
}
