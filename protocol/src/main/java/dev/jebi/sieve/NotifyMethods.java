package dev.jebi.sieve;

import java.util.Locale;
import java.util.Optional;

/// Notification methods: URIs (RFC 5435 §3.1), of which `mailto:` is known in detail (RFC 5436).
final class NotifyMethods {
    private NotifyMethods() {}

    /// What is wrong with a URI; empty when nothing is.
    static Optional<String> wrong(String uri) {
        int colon = uri.indexOf(':');
        if (colon <= 0 || !scheme(uri.substring(0, colon))) {
            return Optional.of("the notification method '" + uri + "' is no URI");
        }
        if (uri.substring(0, colon).toLowerCase(Locale.ROOT).equals("mailto")) {
            return MailtoUri.parse(uri).isPresent()
                    ? Optional.empty()
                    : Optional.of("the notification method '" + uri + "' is no right mailto URI");
        }
        return Optional.of("there is no way to notify by '" + uri + "'; mailto: is one");
    }

    /// RFC 3986 §3.1.
    private static boolean scheme(String text) {
        return Character.isLetter(text.charAt(0))
                && text.chars()
                        .allMatch(c ->
                                c < 128 && (Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0));
    }

    /// What is wrong with an option, which is `name=value` (RFC 5435 §3.5); empty when nothing is.
    static Optional<String> wrongOption(String option) {
        int equals = option.indexOf('=');
        boolean right =
                equals > 0
                        && letterOrDigit(option.charAt(0))
                        && option.substring(0, equals)
                                .chars()
                                .allMatch(c -> letterOrDigit(c) || ".-_".indexOf(c) >= 0)
                        && option.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        return right
                ? Optional.empty()
                : Optional.of("an option of notify is \"name=value\", not '" + option + "'");
    }

    private static boolean letterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
