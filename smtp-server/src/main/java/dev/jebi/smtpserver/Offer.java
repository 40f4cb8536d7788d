package dev.jebi.smtpserver;

import dev.jebi.sasl.SaslMechanism;
import dev.jebi.smtp.Reply;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.wire.Wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The reply to EHLO: what this server can do on the connection as it is now (RFC 5321 §4.1.1.1).
final class Offer {
    private static final int LIMITS_MOST = 999_999;

    private Offer() {}

    /// @param mechanisms with which the client may sign in now
    static Reply reply(
            SmtpSettings settings, Wire wire, List<SaslMechanism> mechanisms, Instant now) {
        var lines = new ArrayList<String>();
        lines.add(settings.hostname() + " greets you");
        lines.add("PIPELINING"); // RFC 2920
        lines.add("SIZE " + settings.limits().messageOctets()); // RFC 1870
        lines.add("8BITMIME"); // RFC 6152
        lines.add("SMTPUTF8"); // RFC 6531
        lines.add("CHUNKING"); // RFC 3030
        lines.add("BINARYMIME"); // RFC 3030
        lines.add("DSN"); // RFC 3461
        lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
        lines.add(limits(settings.limits()));
        if (settings.role() == Role.SUBMISSION) {
            lines.add(futureRelease(settings.limits(), now));
            lines.add("DELIVERBY"); // RFC 2852
            lines.add("MT-PRIORITY MIXER"); // RFC 6710
        }
        if (wire.canStartTls()) {
            lines.add("STARTTLS"); // RFC 3207
        }
        if (wire.secure()) {
            lines.add("REQUIRETLS"); // RFC 8689 §2: under TLS alone
        }
        if (!mechanisms.isEmpty()) { // RFC 4954
            lines.add(
                    "AUTH "
                            + String.join(
                                    " ", mechanisms.stream().map(SaslMechanism::word).toList()));
        }
        lines.add("HELP");
        return Reply.plain(250, lines.toArray(new String[0]));
    }

    /// RFC 9422 §4: values have at most six digits.
    private static String limits(SmtpLimits limits) {
        return "LIMITS MAILMAX="
                + Math.min(limits.transactions(), LIMITS_MOST)
                + " RCPTMAX="
                + Math.min(limits.recipients(), LIMITS_MOST);
    }

    /// RFC 4865 §3: the longest time, and the latest date.
    private static String futureRelease(SmtpLimits limits, Instant now) {
        return "FUTURERELEASE "
                + limits.hold().toSeconds()
                + " "
                + now.plus(limits.hold()).truncatedTo(ChronoUnit.SECONDS);
    }
}
