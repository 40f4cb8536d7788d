package dev.jebi.mtasts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The TXT record at `_mta-sts` (RFC 8461 §3.1): that there is a policy, and which.
///
/// @param id changes with the policy
public record StsRecord(String id) {
    /// The records that mean this begin so; the grammar has no case.
    private static final Pattern VERSION = Pattern.compile("(?i)v=STSv1[ \t]*(;.*)?");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

    /// The name to ask for.
    public static String name(String domain) {
        return "_mta-sts." + domain;
    }

    /// The record among the texts of that name. More than one is none (RFC 8461 §3.1).
    public static Optional<StsRecord> among(List<String> texts) {
        var ours = texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        return ours.size() == 1 ? parse(ours.getFirst()) : Optional.empty();
    }

    private static Optional<StsRecord> parse(String text) {
        for (String field : text.split(";", -1)) {
            String[] parts = field.strip().split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("id")) {
                String id = parts[1].strip();
                return ID.matcher(id).matches() ? Optional.of(new StsRecord(id)) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
