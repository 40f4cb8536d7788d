package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// `TLS-Required: No` in a header section (RFC 8689 §4): whoever wrote the message would rather
/// have it delivered without TLS than not at all. REQUIRETLS in the envelope goes over it.
final class TlsRequired {
    /// A value of more octets says something else.
    private static final int LONGEST = 200;

    private TlsRequired() {}

    static Envelope in(Envelope envelope, HeaderSection header, Content content)
            throws IOException {
        if (envelope.wishes().tls() != TlsWish.AS_USUAL) {
            return envelope;
        }
        for (var field : header.fields()) {
            if (field.name().equalsIgnoreCase("TLS-Required") && saysNo(field, content)) {
                return envelope.with(envelope.wishes().with(TlsWish.OPTIONAL));
            }
        }
        return envelope;
    }

    private static boolean saysNo(HeaderSection.Field field, Content content) throws IOException {
        byte[] octets = content.octets(field.offset(), Math.min(field.length(), LONGEST));
        String text = new String(octets, StandardCharsets.US_ASCII);
        return text.substring(text.indexOf(':') + 1).strip().equalsIgnoreCase("No");
    }
}
