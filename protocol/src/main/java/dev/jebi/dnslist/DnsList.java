package dev.jebi.dnslist;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list in the DNS (RFC 5782).
///
/// @param zone the domain below which it stands
/// @param codes which of its answers count
public record DnsList(String zone, Codes codes) {
    private static final int TEXT = 200;

    /// Asks about an address (RFC 5782 §2.1, §2.4).
    public Listing of(InetAddress address, Resolver dns) {
        return ask(reversed(address) + "." + zone, dns);
    }

    /// Asks about a domain (RFC 5782 §3).
    public Listing of(String domain, Resolver dns) {
        return ask(domain + "." + zone, dns);
    }

    private Listing ask(String name, Resolver dns) {
        return switch (dns.a(name)) {
            case DnsAnswer.None<InetAddress> _, DnsAnswer.NoSuchName<InetAddress> _ ->
                    new Listing.NotListed();
            case DnsAnswer.Failed<InetAddress>(var why) -> new Listing.Unknown(why);
            case DnsAnswer.Records<InetAddress>(var all) -> judge(all, name, dns);
        };
    }

    private Listing judge(List<InetAddress> answers, String name, Resolver dns) {
        var strange = answers.stream().filter(one -> !Codes.answer(one)).findFirst();
        if (strange.isPresent()) {
            return new Listing.Unknown("it answers " + strange.get().getHostAddress());
        }
        if (answers.stream().anyMatch(Codes::complaint)) {
            return new Listing.Unknown(
                    "it does not want to be asked: " + text(name, dns).orElse("no reason given"));
        }
        var counting =
                answers.stream().filter(codes::count).map(InetAddress::getHostAddress).toList();
        return counting.isEmpty()
                ? new Listing.NotListed()
                : new Listing.Listed(counting, text(name, dns).orElse(""));
    }

    /// RFC 5782 §2.1: the reason stands in a TXT record of the same name.
    private static Optional<String> text(String name, Resolver dns) {
        return dns.txt(name).records().stream()
                .findFirst()
                .map(text -> text.replaceAll("[^ -~]", "?"))
                .map(text -> text.length() > TEXT ? text.substring(0, TEXT) : text);
    }

    /// The test entries (RFC 5782 §5): what must be listed is, what must not be is not. A list
    /// without the one has ended or is out of reach; one with the other lists the whole world.
    ///
    /// @param domains whether it is a list of domains
    /// @return what is wrong with it
    public Optional<String> trouble(boolean domains, Resolver dns) {
        var any = new DnsList(zone, Codes.ANY);
        var listed =
                domains ? any.of("test", dns) : any.of(InetAddress.ofLiteral("127.0.0.2"), dns);
        var unlisted =
                domains ? any.of("invalid", dns) : any.of(InetAddress.ofLiteral("127.0.0.1"), dns);
        return switch (unlisted) {
            case Listing.Listed _ -> Optional.of("it lists what must not be listed");
            case Listing.Unknown(var why) -> Optional.of(why);
            case Listing.NotListed _ ->
                    switch (listed) {
                        case Listing.Listed _ -> Optional.empty();
                        case Listing.Unknown(var why) -> Optional.of(why);
                        case Listing.NotListed _ ->
                                Optional.of("it does not list what every list has");
                    };
        };
    }

    /// The octets of an IPv4 address, or the nibbles of an IPv6 address, from the last to the
    /// first.
    static String reversed(InetAddress address) {
        byte[] octets = address.getAddress();
        var labels = new ArrayList<String>();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (octets.length == 4) {
                labels.add(Integer.toString(octet));
            } else {
                labels.add(Integer.toHexString(octet & 0xf));
                labels.add(Integer.toHexString(octet >> 4));
            }
        }
        return String.join(".", labels);
    }
}
