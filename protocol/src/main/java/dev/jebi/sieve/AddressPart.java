package dev.jebi.sieve;

import java.util.Optional;

/// Which part of an address is compared (RFC 5228 §2.7.4, RFC 5233 §4).
enum AddressPart {
    ALL,
    LOCALPART,
    DOMAIN,
    USER,
    DETAIL;

    static AddressPart of(Call call) {
        return switch (call.oneOf("localpart", "domain", "user", "detail").orElse("all")) {
            case "localpart" -> LOCALPART;
            case "domain" -> DOMAIN;
            case "user" -> USER;
            case "detail" -> DETAIL;
            case String _ -> ALL;
        };
    }

    /// The part of an address; empty when it has none such.
    ///
    /// @param separators chars that part the user from the detail
    Optional<String> of(String local, String domain, String separators) {
        return switch (this) {
            case ALL -> Optional.of(domain.isEmpty() ? local : whole(local, domain));
            case LOCALPART -> Optional.of(local);
            case DOMAIN -> domain.isEmpty() ? Optional.empty() : Optional.of(domain);
            case USER -> Optional.of(user(local, separators));
            case DETAIL -> detail(local, separators);
        };
    }

    /// The address with its local part in quotes where it can't be without.
    private static String whole(String local, String domain) {
        boolean plain =
                !local.isEmpty()
                        && local.chars().allMatch(c -> c > 127 || SieveAddress.atomOrDot(c));
        String quoted = local.replace("\\", "\\\\").replace("\"", "\\\"");
        return (plain ? local : '"' + quoted + '"') + "@" + domain;
    }

    private static int separator(String local, String separators) {
        for (int i = 0; i < local.length(); i++) {
            if (separators.indexOf(local.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static String user(String local, String separators) {
        int at = separator(local, separators);
        return at < 0 ? local : local.substring(0, at);
    }

    /// RFC 5233 §4: without a separator there is no detail, which is not an empty one.
    private static Optional<String> detail(String local, String separators) {
        int at = separator(local, separators);
        return at < 0 ? Optional.empty() : Optional.of(local.substring(at + 1));
    }
}
