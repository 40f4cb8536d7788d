package dev.jebi.useragent.reading;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The links of a text, numbered in the order in which they come.
final class Links {
    private static final Pattern SCHEME = Pattern.compile("(?i)(https?|mailto|ftp|tel|sms):.+");
    private static final Pattern SHOWN_HOST =
            Pattern.compile("(?i)\\s*(?:https?://|www\\.)[^\\s/]+.*");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /// The number of a link; 0 for what leads nowhere that we would go.
    int number(String target) {
        if (target.length() > 2 * ReadingLimits.LINK) {
            return 0;
        }
        String uri = uri(target);
        if (!SCHEME.matcher(uri).matches() || uri.length() > ReadingLimits.LINK) {
            return 0;
        }
        Integer known = numbers.get(uri);
        if (known != null) {
            return known;
        }
        if (numbers.size() >= ReadingLimits.LINKS) {
            return 0;
        }
        numbers.put(uri, numbers.size() + 1);
        return numbers.size();
    }

    List<String> targets() {
        return List.copyOf(numbers.keySet());
    }

    /// A link in ASCII that can be seen, as a terminal may be told (RFC 3986 §2.1).
    static String uri(String target) {
        var uri = new StringBuilder();
        for (byte octet : target.strip().getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7F) {
                uri.append((char) octet);
            } else if (octet != '\n' && octet != '\r' && octet != '\t') {
                uri.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return uri.toString();
    }

    /// The host that a link really leads to, when its words show another.
    static Optional<String> elsewhere(String words, String target) {
        if (!SHOWN_HOST.matcher(words).matches()) {
            return Optional.empty();
        }
        String shown = words.strip();
        String claimed = host(shown.startsWith("www.") ? "http://" + shown : shown);
        String real = host(uri(target));
        boolean same =
                claimed.isEmpty()
                        || real.isEmpty()
                        || real.equals(claimed)
                        || real.endsWith("." + claimed);
        return same ? Optional.empty() : Optional.of(real);
    }

    /// The host of a link without `www.`; empty where there is none.
    static String host(String uri) {
        try {
            String host = new URI(uri.split("[\\s?#…]", 2)[0]).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
        } catch (URISyntaxException _) {
            return "";
        }
    }
}
