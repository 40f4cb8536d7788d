package dev.jebi.smtpserver;

import dev.jebi.sasl.SaslMechanism;
import dev.jebi.smtp.Reply;
import dev.jebi.wire.Wire;

import java.util.ArrayList;
import java.util.List;

/// The reply to EHLO: what this server can do on the connection as it is now (RFC 5321 §4.1.1.1).
final class Offer {
    private Offer() {}

    static Reply reply(
            SmtpSettings settings, Wire wire, boolean mayAuth, List<SaslMechanism> mechanisms) {
        var lines = new ArrayList<String>();
        lines.add(settings.hostname() + " greets you");
        lines.add("PIPELINING"); // RFC 2920
        lines.add("SIZE " + settings.limits().messageOctets()); // RFC 1870
        lines.add("8BITMIME"); // RFC 6152
        lines.add("SMTPUTF8"); // RFC 6531
        lines.add("CHUNKING"); // RFC 3030
        lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
        if (wire.canStartTls()) {
            lines.add("STARTTLS"); // RFC 3207
        }
        if (mayAuth && !mechanisms.isEmpty()) { // RFC 4954
            lines.add(
                    "AUTH "
                            + String.join(
                                    " ", mechanisms.stream().map(SaslMechanism::word).toList()));
        }
        lines.add("HELP");
        return Reply.plain(250, lines.toArray(new String[0]));
    }
}
