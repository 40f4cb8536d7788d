package dev.jebi.reporting;

import dev.jebi.content.Content;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.mime.TransferDecoding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the reports in a message, wherever their senders put them: RFC 7489 §7.2.1.1 and RFC 8460
/// §5.3 say as what, few keep to it.
public final class ReportMail {
    /// Parts that are looked at.
    private static final int MOST = 20;

    private static final Set<String> NEVER =
            Set.of("text/html", "text/calendar", "text/rfc822-headers");

    private ReportMail() {}

    /// The reports in a message; what is none is passed over.
    ///
    /// @throws NoReport when there is not one; says why for the part that came nearest
    public static List<ReceivedReport> read(Content message, ReportLimits limits)
            throws IOException, NoReport {
        var leaves = new ArrayList<BodyPart.Leaf>();
        leaves(MessageParser.parse(message, MimeLimits.STANDARD).structure(), leaves);
        var found = new ArrayList<ReceivedReport>();
        var last = new NoReport("no part of the message may be a report");
        for (var leaf : leaves) {
            var extent = leaf.extent();
            var body = message.slice(extent.body(), extent.end() - extent.body());
            try (var in = TransferDecoding.open(body, leaf.fields().encoding())) {
                byte[] octets = in.readNBytes(limits.packed() + 1);
                if (likely(octets)) {
                    found.add(ReceivedReport.read(octets, limits));
                }
            } catch (NoReport e) {
                last = e;
            }
        }
        if (found.isEmpty()) {
            throw last;
        }
        return found;
    }

    private static void leaves(BodyPart part, List<BodyPart.Leaf> into) {
        switch (part) {
            case BodyPart.Multipart multipart -> multipart.parts().forEach(p -> leaves(p, into));
            case BodyPart.Embedded embedded -> leaves(embedded.body(), into);
            case BodyPart.Leaf leaf -> {
                String type = (leaf.type() + "/" + leaf.subtype()).toLowerCase(Locale.ROOT);
                if (into.size() < MOST && !NEVER.contains(type)) {
                    into.add(leaf);
                }
            }
        }
    }

    /// gzip, ZIP, XML or JSON.
    private static boolean likely(byte[] octets) {
        int at = 0;
        while (at < octets.length && " \t\r\n\u00EF\u00BB\u00BF".indexOf(octets[at] & 0xFF) >= 0) {
            at++;
        }
        if (at + 2 >= octets.length) {
            return false;
        }
        int first = octets[at] & 0xFF;
        return first == '{'
                || first == '<'
                || first == 0x1F
                || (first == 'P' && octets[at + 1] == 'K');
    }
}
