package dev.jebi.transfer;

import dev.jebi.smtp.EnhancedStatus;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out why a message does not get on: from our own words, or from what the peer replied,
/// whose enhanced status code (RFC 3463) says most, then its words, then its code (RFC 5321
/// §4.2.3).
final class Causes {
    private static final Pattern CODE = Pattern.compile("^([245]\\d\\d)\\b.*", Pattern.DOTALL);

    /// Our own words, each with what it means.
    private static final List<Known> OWN =
            List.of(
                    new Known("there is no domain", Cause.NO_SUCH_DOMAIN),
                    new Known("takes no mail", Cause.NULL_MX),
                    new Known("the dns does not answer", Cause.DNS_FAILED),
                    new Known("no address was found", Cause.NO_ADDRESS),
                    new Known("an address literal of no kind", Cause.BAD_ADDRESS),
                    new Known("leads back to this host", Cause.LEADS_BACK),
                    new Known("no connection: refused", Cause.CONNECTION_REFUSED),
                    new Known("no connection: timed out", Cause.CONNECTION_TIMEOUT),
                    new Known("no connection: unreachable", Cause.UNREACHABLE),
                    new Known("no connection: no route", Cause.UNREACHABLE),
                    new Known("no connection", Cause.CONNECTION_FAILED),
                    new Known("the tlsa records of", Cause.TLS_POLICY),
                    new Known("the addresses of", Cause.TLS_POLICY),
                    new Known("the mail exchangers of", Cause.TLS_POLICY),
                    new Known("that dnssec proves", Cause.TLS_POLICY),
                    new Known("requiretls", Cause.TLS_REQUIRED),
                    new Known("takes messages of", Cause.TOO_LARGE),
                    new Known("does not take", Cause.UNSENDABLE),
                    new Known("does not know deadlines", Cause.UNSENDABLE),
                    new Known("seconds or more", Cause.UNSENDABLE),
                    new Known("was to be delivered is over", Cause.TOO_LATE),
                    new Known("tls is not offered", Cause.TLS_REQUIRED),
                    new Known("tls was refused", Cause.TLS_FAILED),
                    new Known("tls failed", Cause.TLS_FAILED),
                    new Known("handshake", Cause.TLS_FAILED),
                    new Known("dane", Cause.TLS_FAILED),
                    new Known("mta-sts", Cause.TLS_FAILED),
                    new Known("signing in failed", Cause.SIGN_IN_FAILED),
                    new Known("the secret for this host", Cause.SIGN_IN_FAILED),
                    new Known("said nothing for too long", Cause.PEER_SILENT),
                    new Known("closed the connection", Cause.PEER_CLOSED),
                    new Known("not a reply", Cause.NOT_SMTP),
                    new Known("strange reply", Cause.NOT_SMTP),
                    new Known("of a reply", Cause.NOT_SMTP),
                    new Known("a reply of more than", Cause.NOT_SMTP),
                    new Known("rset was refused", Cause.NOT_SMTP),
                    new Known("connection was lost", Cause.CONNECTION_LOST),
                    new Known("no smtp session", Cause.CONNECTION_LOST),
                    new Known("this mail system is stopping", Cause.STOPPING),
                    new Known("a fault of this mail system", Cause.OWN_FAULT));

    /// Words of peers that say more than their codes, for codes that say little.
    private static final List<Known> SAID =
            List.of(
                    new Known("greylist", Cause.GREYLISTED),
                    new Known("graylist", Cause.GREYLISTED),
                    new Known("grey list", Cause.GREYLISTED),
                    new Known("dmarc", Cause.NOT_AUTHENTIC),
                    new Known("dkim", Cause.NOT_AUTHENTIC),
                    new Known("spf", Cause.NOT_AUTHENTIC),
                    new Known("spamhaus", Cause.BLOCKED),
                    new Known("blocklist", Cause.BLOCKED),
                    new Known("block list", Cause.BLOCKED),
                    new Known("blacklist", Cause.BLOCKED),
                    new Known("dnsbl", Cause.BLOCKED),
                    new Known("rbl", Cause.BLOCKED),
                    new Known("listed", Cause.BLOCKED),
                    new Known("too many connections", Cause.RATE_LIMITED),
                    new Known("rate limit", Cause.RATE_LIMITED),
                    new Known("throttl", Cause.RATE_LIMITED),
                    new Known("too fast", Cause.RATE_LIMITED),
                    new Known("spam", Cause.SPAM),
                    new Known("virus", Cause.SPAM),
                    new Known("malware", Cause.SPAM),
                    new Known("too many recipients", Cause.TOO_MANY_RECIPIENTS),
                    new Known("relay", Cause.NO_RELAY),
                    new Known("starttls", Cause.TLS_REQUIRED),
                    new Known("sign in with", Cause.SIGN_IN_WANTED),
                    new Known("authentication required", Cause.SIGN_IN_WANTED),
                    new Known("quota", Cause.MAILBOX_FULL),
                    new Known("mailbox full", Cause.MAILBOX_FULL),
                    new Known("mailbox is full", Cause.MAILBOX_FULL),
                    new Known("too large", Cause.TOO_LARGE),
                    new Known("too big", Cause.TOO_LARGE),
                    new Known("no such user", Cause.UNKNOWN_USER),
                    new Known("user unknown", Cause.UNKNOWN_USER),
                    new Known("unknown user", Cause.UNKNOWN_USER),
                    new Known("no mailbox", Cause.UNKNOWN_USER),
                    new Known("does not exist", Cause.UNKNOWN_USER),
                    new Known("nobody here", Cause.UNKNOWN_USER),
                    new Known("loop", Cause.LOOP),
                    new Known("too many hops", Cause.LOOP),
                    new Known("disk", Cause.PEER_FULL),
                    new Known("storage", Cause.PEER_FULL),
                    new Known("busy", Cause.PEER_BUSY),
                    new Known("maintenance", Cause.PEER_BUSY),
                    new Known("shutting down", Cause.PEER_BUSY));

    private Causes() {}

    private record Known(String words, Cause cause) {
        boolean in(String text) {
            return text.contains(words);
        }
    }

    private static Optional<Cause> known(List<Known> all, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return all.stream().filter(known -> known.in(lower)).map(Known::cause).findFirst();
    }

    static Cause of(Diagnosis why) {
        return why.answered()
                ? said(why.text(), why.status())
                : known(OWN, why.text()).orElse(Cause.UNKNOWN);
    }

    /// What a reply means, whoever gave it.
    static Cause said(String text, EnhancedStatus status) {
        int code = code(text);
        return bySubject(status, text)
                .or(() -> known(SAID, text))
                .or(() -> byCode(code))
                .orElse(code >= 500 ? Cause.REFUSED : Cause.PUT_OFF);
    }

    private static int code(String text) {
        var matcher = CODE.matcher(text);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static Optional<Cause> bySubject(EnhancedStatus status, String text) {
        int detail = status.detail();
        return switch (status.subject()) {
            case 1 -> addressing(detail);
            case 2 -> mailbox(detail, text);
            case 3 -> system(detail);
            case 4 -> network(detail);
            case 5 -> protocol(detail);
            case 6 -> Optional.of(Cause.CONTENT_REFUSED);
            case 7 -> security(detail, text);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.2.
    private static Optional<Cause> addressing(int detail) {
        return switch (detail) {
            case 1, 3 -> Optional.of(Cause.UNKNOWN_USER);
            case 2 -> Optional.of(Cause.NO_SUCH_DOMAIN);
            case 6 -> Optional.of(Cause.MOVED);
            case 7, 8 -> Optional.of(Cause.SENDER_REFUSED);
            case 10 -> Optional.of(Cause.NULL_MX);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.3.
    private static Optional<Cause> mailbox(int detail, String text) {
        return switch (detail) {
            case 1 -> known(SAID, text).or(() -> Optional.of(Cause.MAILBOX_DISABLED));
            case 2 -> Optional.of(Cause.MAILBOX_FULL);
            case 3 -> Optional.of(Cause.TOO_LARGE);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.4.
    private static Optional<Cause> system(int detail) {
        return switch (detail) {
            case 1 -> Optional.of(Cause.PEER_FULL);
            case 2 -> Optional.of(Cause.PEER_BUSY);
            case 4 -> Optional.of(Cause.TOO_LARGE);
            case 5 -> Optional.of(Cause.PEER_FAULT);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.5.
    private static Optional<Cause> network(int detail) {
        return switch (detail) {
            case 3 -> Optional.of(Cause.DNS_FAILED);
            case 5 -> Optional.of(Cause.PEER_BUSY);
            case 6 -> Optional.of(Cause.LOOP);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.6.
    private static Optional<Cause> protocol(int detail) {
        return switch (detail) {
            case 1, 2, 4 -> Optional.of(Cause.NOT_UNDERSTOOD);
            case 3 -> Optional.of(Cause.TOO_MANY_RECIPIENTS);
            default -> Optional.empty();
        };
    }

    /// RFC 3463 §3.8, RFC 7372, RFC 8689: much stands under 7.1, and words tell more.
    private static Optional<Cause> security(int detail, String text) {
        return switch (detail) {
            case 0, 1 -> known(SAID, text).or(() -> Optional.of(Cause.POLICY));
            case 2 -> Optional.of(Cause.POLICY);
            case 10, 11, 30 -> Optional.of(Cause.TLS_REQUIRED);
            case 8, 9 -> Optional.of(Cause.SIGN_IN_WANTED);
            case 20, 21, 22, 23, 24, 25, 26, 27, 29 -> Optional.of(Cause.NOT_AUTHENTIC);
            case 28 -> Optional.of(Cause.RATE_LIMITED);
            default -> Optional.empty();
        };
    }

    private static Optional<Cause> byCode(int code) {
        return switch (code) {
            case 421 -> Optional.of(Cause.PEER_BUSY);
            case 450 -> Optional.of(Cause.PUT_OFF);
            case 451 -> Optional.of(Cause.PEER_FAULT);
            case 452 -> Optional.of(Cause.PEER_FULL);
            case 500, 501, 502, 503, 504 -> Optional.of(Cause.NOT_UNDERSTOOD);
            case 521, 556 -> Optional.of(Cause.NULL_MX);
            case 530, 535 -> Optional.of(Cause.SIGN_IN_WANTED);
            case 551 -> Optional.of(Cause.MOVED);
            case 552 -> Optional.of(Cause.TOO_LARGE);
            default -> Optional.empty();
        };
    }
}
