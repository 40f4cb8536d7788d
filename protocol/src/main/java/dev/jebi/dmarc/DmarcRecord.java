package dev.jebi.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A policy record (RFC 9989 §4.7, §4.8), read as forgivingly as the RFC wants: what is wrong or
/// unknown behind the version counts as not said.
///
/// @param policy `p`
/// @param subdomains `sp`
/// @param missing `np`, for subdomains that do not exist
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param suffix `psd`
/// @param testing `t=y`: the policy is not to be applied
/// @param percent `pct` of RFC 7489 §6.3, which RFC 9989 has dropped: of how many messages in a
///   hundred the policy is asked for
/// @param aggregateReports `rua`, where reports on what was seen go
/// @param failureReports `ruf`, where reports on single messages go
/// @param failureOptions `fo`
public record DmarcRecord(
        DmarcPolicy policy,
        Optional<DmarcPolicy> subdomains,
        Optional<DmarcPolicy> missing,
        boolean strictDkim,
        boolean strictSpf,
        Suffix suffix,
        boolean testing,
        int percent,
        List<String> aggregateReports,
        List<String> failureReports,
        String failureOptions) {
    private static final Pattern VERSION = Pattern.compile("v[ \\t]*=[ \\t]*DMARC1[ \\t]*");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s,]+");
    private static final Pattern PERCENT = Pattern.compile("100|[0-9]{1,2}");

    /// Records and lists that are longer are not read on.
    private static final int MOST_TAGS = 64;

    private static final int MOST_ADDRESSES = 16;
    private static final int MOST_OCTETS = 16 * 1024;

    /// Whether the domain is one below which others register theirs (`psd`).
    public enum Suffix {
        /// It is.
        YES,
        /// It is not, and is an organization's.
        NO,
        /// It does not say.
        UNKNOWN
    }

    /// Whether a text is a record at all: the version is its first tag (RFC 9989 §4.7).
    static boolean is(String text) {
        int end = text.indexOf(';');
        return text.length() <= MOST_OCTETS
                && VERSION.matcher(end < 0 ? text : text.substring(0, end)).matches();
    }

    /// Reads a record; empty when it asks for nothing that can be read (RFC 9989 §4.10.1): a policy
    /// is wrong, and no report is wanted either.
    static Optional<DmarcRecord> parse(String text) {
        if (!is(text)) {
            return Optional.empty();
        }
        var tags = tags(text);
        var reports = uris(tags, "rua");
        var wrong =
                List.of("p", "sp", "np").stream()
                        .anyMatch(t -> tags.containsKey(t) && policy(tags, t).isEmpty());
        if (wrong && reports.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DmarcRecord(
                        wrong ? DmarcPolicy.NONE : policy(tags, "p").orElse(DmarcPolicy.NONE),
                        wrong ? Optional.empty() : policy(tags, "sp"),
                        wrong ? Optional.empty() : policy(tags, "np"),
                        is(tags, "adkim", "s"),
                        is(tags, "aspf", "s"),
                        is(tags, "psd", "y")
                                ? Suffix.YES
                                : is(tags, "psd", "n") ? Suffix.NO : Suffix.UNKNOWN,
                        is(tags, "t", "y"),
                        percent(tags),
                        reports,
                        uris(tags, "ruf"),
                        tags.getOrDefault("fo", "0")));
    }

    /// What is asked for a domain below the record's (RFC 9989 §4.10.1).
    DmarcPolicy below(boolean exists) {
        return exists ? subdomains.orElse(policy) : missing.or(() -> subdomains).orElse(policy);
    }

    private static Map<String, String> tags(String text) {
        var tags = new LinkedHashMap<String, String>();
        var parts = text.split(";", MOST_TAGS + 1);
        for (int i = 1; i < Math.min(parts.length, MOST_TAGS); i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
                tags.putIfAbsent(name, parts[i].substring(equals + 1).strip());
            }
        }
        return tags;
    }

    private static boolean is(Map<String, String> tags, String name, String value) {
        return tags.getOrDefault(name, "").equalsIgnoreCase(value);
    }

    private static Optional<DmarcPolicy> policy(Map<String, String> tags, String name) {
        return Optional.ofNullable(tags.get(name)).flatMap(DmarcPolicy::of);
    }

    private static int percent(Map<String, String> tags) {
        String text = tags.getOrDefault("pct", "");
        return PERCENT.matcher(text).matches() ? Integer.parseInt(text) : 100;
    }

    private static List<String> uris(Map<String, String> tags, String name) {
        var uris = new ArrayList<String>();
        for (String part : tags.getOrDefault(name, "").split(",", MOST_ADDRESSES + 1)) {
            String uri = part.strip();
            if (uris.size() < MOST_ADDRESSES && URI.matcher(uri).matches()) {
                uris.add(uri);
            }
        }
        return List.copyOf(uris);
    }
}
