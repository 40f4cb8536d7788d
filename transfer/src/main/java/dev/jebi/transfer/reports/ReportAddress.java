package dev.jebi.transfer.reports;

import dev.jebi.address.Address;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Where a report is wanted: a URI of `rua`.
sealed interface ReportAddress {
    /// A mailbox.
    ///
    /// @param most octets that it takes (RFC 7489 §6.2)
    record Mail(Address address, OptionalLong most) implements ReportAddress {}

    /// A web server (RFC 8460 §3).
    record Web(URI uri) implements ReportAddress {}

    /// Addresses of one record; more is a way to have others flooded.
    int MOST = 8;

    Pattern SIZE = Pattern.compile("(.*)!([0-9]{1,12})([kmgtKMGT]?)");

    /// The addresses in a TLSRPT record among the texts of `_smtp._tls` (RFC 8460 §3). More than
    /// one record is none.
    static List<ReportAddress> ofTls(List<String> texts) {
        var ours = texts.stream().filter(t -> t.strip().matches("v=TLSRPTv1[ \t]*(;.*)?")).toList();
        if (ours.size() != 1) {
            return List.of();
        }
        for (String field : ours.getFirst().split(";", -1)) {
            if (field.strip().startsWith("rua=")) {
                return of(List.of(field.strip().substring("rua=".length()).split(",", MOST + 1)));
            }
        }
        return List.of();
    }

    /// Those of the URIs that can be used.
    static List<ReportAddress> of(List<String> uris) {
        var found = new ArrayList<ReportAddress>();
        for (String uri : uris) {
            if (found.size() < MOST) {
                one(uri.strip()).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<ReportAddress> one(String uri) {
        try {
            String lower = uri.toLowerCase(Locale.ROOT);
            if (lower.startsWith("https://")) {
                return Optional.of(new Web(URI.create(uri)));
            }
            if (!lower.startsWith("mailto:")) {
                return Optional.empty();
            }
            String rest = uri.substring("mailto:".length()).split("\\?", 2)[0];
            var size = SIZE.matcher(rest);
            boolean sized = size.matches();
            String address = sized ? size.group(1) : rest;
            String plain = URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(
                    new Mail(
                            Address.parse(plain),
                            sized
                                    ? OptionalLong.of(octets(size.group(2), size.group(3)))
                                    : OptionalLong.empty()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not an address: nobody can be told
        }
    }

    private static long octets(String number, String unit) {
        int power = unit.isEmpty() ? 0 : "kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1;
        return Long.parseLong(number) << (10 * power);
    }
}
