package dev.jebi.dmarc;

import dev.jebi.dmarc.DmarcRecord.Suffix;
import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.Resolver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way up the DNS tree from a domain, and the policy records beside it (RFC 9989 §4.10).
///
/// @param start where it began
/// @param records by the domain that has them, the longest first
record TreeWalk(String start, Map<String, DmarcRecord> records) {
    /// RFC 9989 §4.10: nobody makes us ask more often.
    private static final int MOST_QUESTIONS = 8;

    /// The DNS did not answer.
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswer(String why) {
            super(why, null, false, false);
        }
    }

    static TreeWalk from(String domain, Resolver dns) throws NoAnswer {
        var records = new LinkedHashMap<String, DmarcRecord>();
        for (String name : names(domain)) {
            var record = ask(name, dns);
            if (record.isPresent()) {
                records.put(name, record.get());
                boolean first = name.equals(domain);
                var suffix = record.get().suffix();
                if (suffix == Suffix.NO || (suffix == Suffix.YES && !first)) {
                    break;
                }
            }
        }
        return new TreeWalk(domain, records);
    }

    /// The names on the way: the domain, then its last seven labels, then one less each time.
    static List<String> names(String domain) {
        var names = new ArrayList<String>();
        names.add(domain);
        String name = parent(domain);
        while (labels(name) >= MOST_QUESTIONS) {
            name = parent(name);
        }
        while (!name.isEmpty()) {
            names.add(name);
            name = parent(name);
        }
        return names;
    }

    /// RFC 9989 §4.10.2.
    String organization() {
        String fewest = start;
        for (var entry : records.entrySet()) {
            String domain = entry.getKey();
            if (entry.getValue().suffix() == Suffix.NO) {
                return domain;
            }
            if (entry.getValue().suffix() == Suffix.YES && !domain.equals(start)) {
                return below(domain);
            }
            fewest = domain;
        }
        return fewest;
    }

    /// Where the policy for the start is (RFC 9989 §4.10.1): its own, its organization's, that of
    /// the suffix above.
    Optional<String> policyDomain() {
        if (records.containsKey(start)) {
            return Optional.of(start);
        }
        String organization = organization();
        if (records.containsKey(organization)) {
            return Optional.of(organization);
        }
        return records.entrySet().stream()
                .filter(e -> e.getValue().suffix() == Suffix.YES)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// The name on the way that is one label longer.
    private String below(String domain) {
        String rest = start.substring(0, start.length() - domain.length() - 1);
        return rest.substring(rest.lastIndexOf('.') + 1) + "." + domain;
    }

    /// The record of a name; none where there are several (RFC 9989 §4.10).
    static Optional<DmarcRecord> ask(String domain, Resolver dns) throws NoAnswer {
        return switch (dns.txt("_dmarc." + domain)) {
            case DnsAnswer.Failed(String why) -> throw new NoAnswer(why);
            case DnsAnswer.None<String> _, DnsAnswer.NoSuchName<String> _ -> Optional.empty();
            case DnsAnswer.Records(var texts) -> {
                var found = texts.stream().filter(DmarcRecord::is).toList();
                yield found.size() == 1 ? DmarcRecord.parse(found.getFirst()) : Optional.empty();
            }
        };
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static int labels(String name) {
        return name.isEmpty() ? 0 : (int) name.chars().filter(c -> c == '.').count() + 1;
    }
}
