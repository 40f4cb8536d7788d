package dev.jebi.smtp;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// On which terms a peer takes a message: what its extensions make of what the message needs and
/// what its originator wishes. Immutable.
final class Terms {
    private static final EnhancedStatus BAD_RECIPIENT = new EnhancedStatus(5, 1, 3);
    private static final EnhancedStatus BAD_REVERSE_PATH = new EnhancedStatus(5, 1, 7);
    private static final EnhancedStatus TOO_LARGE = new EnhancedStatus(5, 3, 4);
    private static final EnhancedStatus NO_DEADLINES = new EnhancedStatus(5, 3, 3);
    private static final EnhancedStatus TOO_LATE = new EnhancedStatus(5, 4, 7);
    private static final EnhancedStatus NO_BINARY = new EnhancedStatus(5, 6, 3);
    private static final EnhancedStatus NEEDS_SMTPUTF8 = new EnhancedStatus(5, 6, 7);
    private static final EnhancedStatus NEEDS_REQUIRETLS = new EnhancedStatus(5, 7, 30);

    private static final int STEP = 64 << 10;

    private final Map<String, String> extensions;
    private final MailTransaction mail;
    private final boolean secure;
    private final boolean lines;

    /// @param secure whether TLS protects the session
    Terms(Map<String, String> extensions, MailTransaction mail, boolean secure) {
        this.extensions = extensions;
        this.mail = mail;
        this.secure = secure;
        this.lines =
                mail.wishes().body() != Body.BINARY_MIME
                        || (!offered("BINARYMIME", "CHUNKING") && lines(mail.content()));
    }

    private boolean offered(String... keywords) {
        for (String keyword : keywords) {
            if (!extensions.containsKey(keyword)) {
                return false;
            }
        }
        return true;
    }

    boolean pipelining() {
        return offered("PIPELINING");
    }

    /// Whether the content goes by BDAT (RFC 3030).
    boolean chunked() {
        return offered("CHUNKING");
    }

    /// Whether the content is lines, or may be sent as such.
    boolean lines() {
        return lines;
    }

    /// What stands against all recipients before anything is sent.
    private Optional<Transmission> hindrance() {
        var wishes = mail.wishes();
        if (!line(mail.reversePath().toString())) {
            return unsendable(BAD_REVERSE_PATH, "the reverse-path is not one line of text");
        }
        long size = maximumSize();
        if (size > 0 && mail.content().size() > size) { // RFC 1870 §6.1
            return unsendable(TOO_LARGE, "the peer takes messages of " + size + " octets only");
        }
        if (!lines && !offered("BINARYMIME", "CHUNKING")) { // RFC 3030 §3
            return unsendable(NO_BINARY, "the peer does not take binary content");
        }
        if (wishes.tls() == TlsWish.REQUIRED && !(secure && offered("REQUIRETLS"))) {
            // RFC 8689 §4.2.1
            return unsendable(NEEDS_REQUIRETLS, "the peer does not offer REQUIRETLS over TLS");
        }
        return wishes.deliverBy().flatMap(this::lateness);
    }

    /// RFC 2852 §4.2: what is to be returned when it is late goes only where that is known.
    private Optional<Transmission> lateness(DeliverBy by) {
        if (by.mode() != DeliverBy.Mode.RETURN) {
            return Optional.empty();
        }
        if (left(by) <= 0) {
            return unsendable(TOO_LATE, "the time in which it was to be delivered is over");
        }
        if (!offered("DELIVERBY")) {
            return unsendable(NO_DEADLINES, "the peer does not know deadlines (DELIVERBY)");
        }
        return left(by) < number("DELIVERBY")
                ? unsendable(TOO_LATE, "the peer needs " + number("DELIVERBY") + " seconds or more")
                : Optional.empty();
    }

    private long left(DeliverBy by) {
        return Duration.between(mail.now(), by.at()).toSeconds();
    }

    /// What stands against this recipient before anything is sent.
    Optional<Transmission> hindrance(Address recipient) {
        if (!line(recipient.toString())) {
            return unsendable(BAD_RECIPIENT, "the address is not one line of text");
        }
        if (international(recipient) && !offered("SMTPUTF8")) {
            return unsendable(NEEDS_SMTPUTF8, "the peer does not take international addresses");
        }
        return hindrance();
    }

    private static Optional<Transmission> unsendable(EnhancedStatus status, String why) {
        return Optional.of(new Transmission.Unsendable(status, why));
    }

    private static boolean line(String text) {
        return text.chars().noneMatch(c -> c < ' ' || c == 127);
    }

    private boolean international(Address recipient) {
        return mail.international()
                || mail.reversePath().address().map(Address::international).orElse(false)
                || recipient.international();
    }

    /// The parameters of MAIL, each with a space before it.
    String mail() {
        var parameters = new StringBuilder();
        var wishes = mail.wishes();
        boolean international =
                offered("SMTPUTF8") && mail.recipients().stream().anyMatch(this::international);
        if (offered("SIZE")) {
            parameters.append(" SIZE=").append(mail.content().size()); // RFC 1870 §6
        }
        if (!lines) {
            parameters.append(" BODY=BINARYMIME"); // RFC 3030 §3
        } else if ((mail.eightBit() || international || wishes.body() != Body.SEVEN_BIT)
                && offered("8BITMIME")) {
            parameters.append(" BODY=8BITMIME"); // RFC 6152 §3
        }
        if (international) {
            parameters.append(" SMTPUTF8"); // RFC 6531 §3.4
        }
        if (wishes.tls() == TlsWish.REQUIRED) {
            parameters.append(" REQUIRETLS"); // RFC 8689 §2
        }
        if (offered("DSN")) { // RFC 3461 §5.2.1
            wishes.returned()
                    .ifPresent(what ->
                            parameters
                                    .append(" RET=")
                                    .append(
                                            switch (what) {
                                                case FULL -> "FULL";
                                                case HEADER -> "HDRS";
                                            }));
            wishes.envelopeId()
                    .ifPresent(id -> parameters.append(" ENVID=").append(Xtext.encode(id)));
        }
        if (offered("DELIVERBY")) {
            wishes.deliverBy().ifPresent(by -> parameters.append(" BY=").append(by(by)));
        }
        if (wishes.priority() != 0 && offered("MT-PRIORITY")) { // RFC 6710 §4.1
            parameters.append(" MT-PRIORITY=").append(wishes.priority());
        }
        return parameters.toString();
    }

    /// RFC 2852 §4: the time that is left, at most nine digits of it.
    private String by(DeliverBy by) {
        return Math.clamp(left(by), -999_999_999L, 999_999_999L)
                + (by.mode() == DeliverBy.Mode.RETURN ? ";R" : ";N")
                + (by.trace() ? "T" : "");
    }

    /// The parameters of RCPT, each with a space before it.
    String recipient(int index) {
        var parameters = new StringBuilder();
        if (offered("DSN")) {
            var wishes = mail.recipientWishes().get(index);
            wishes.notices()
                    .ifPresent(set ->
                            parameters
                                    .append(" NOTIFY=")
                                    .append(
                                            set.isEmpty()
                                                    ? "NEVER"
                                                    : set.stream()
                                                            .map(Enum::name)
                                                            .collect(Collectors.joining(","))));
            wishes.original()
                    .ifPresent(original ->
                            parameters
                                    .append(" ORCPT=")
                                    .append(original.type())
                                    .append(';')
                                    .append(address(original)));
        }
        return parameters.toString();
    }

    private static String address(RecipientWishes.OriginalRecipient original) {
        return original.type().toLowerCase(Locale.ROOT).equals("utf-8")
                ? Xtext.international(original.address())
                : Xtext.encode(original.address());
    }

    /// The peer's greatest message; 0 when it names none (RFC 1870 §4).
    private long maximumSize() {
        return number("SIZE");
    }

    private long number(String keyword) {
        var value = extensions.getOrDefault(keyword, "");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    /// Whether the octets are lines of no more than 998 octets that end in CRLF, without NUL: such
    /// content is no binary, whatever it was called (RFC 2045 §2.8).
    private static boolean lines(Content content) {
        int length = 0;
        int before = 0;
        try {
            for (long at = 0; at < content.size(); at += STEP) {
                for (byte octet : content.octets(at, STEP)) {
                    if (octet == 0 || (before == '\r') != (octet == '\n') || length > 999) {
                        return false;
                    }
                    length = octet == '\n' ? 0 : length + 1;
                    before = octet;
                }
            }
        } catch (IOException _) {
            return false; // whoever sends it meets the same fault, and says so
        }
        return before == '\n' || content.size() == 0;
    }
}
