package dev.jebi.dmarc;

import dev.jebi.address.Domain;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.ImapAddress;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The domains of those who say that they wrote a message: of every address in every From field,
/// since nobody knows which of them a reader will be shown (RFC 9989 §5.3.1 leaves such messages to
/// the receiver).
///
/// @param fields how many From fields there are
/// @param domains each once, as A-labels
/// @param unreadable whether some address has no domain that can be read
public record Authors(int fields, List<String> domains, boolean unreadable) {
    private static final int MOST_ADDRESSES = 1_000;
    private static final Pattern PUBLISHED =
            Pattern.compile("([a-z0-9_-]{1,63}\\.){1,16}[a-z0-9-]{1,63}");

    /// The authors in a header section.
    public static Authors of(HeaderSection header) {
        var domains = new LinkedHashSet<String>();
        boolean unreadable = false;
        for (var address : header.addresses("from", MOST_ADDRESSES)) {
            if (address.host().isEmpty()) { // the begin or the end of a group
                continue;
            }
            var domain = domain(address);
            domain.ifPresent(domains::add);
            unreadable |= domain.isEmpty();
        }
        return new Authors(header.all("from").size(), List.copyOf(domains), unreadable);
    }

    private static Optional<String> domain(ImapAddress address) {
        String host = utf8(address.host().orElse(""));
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            var domain = Domain.parse(bare);
            return domain.literal() ? Optional.empty() : Optional.of(domain.name());
        } catch (IllegalArgumentException _) {
            // no name of a host, but perhaps one that a policy was published for
            String name = bare.toLowerCase(Locale.ROOT);
            return PUBLISHED.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        }
    }

    /// The octets of a raw value, one char each, as text.
    private static String utf8(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
