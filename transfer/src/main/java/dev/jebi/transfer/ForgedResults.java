package dev.jebi.transfer;

import dev.jebi.authres.AuthservId;
import dev.jebi.content.Content;
import dev.jebi.transfer.abuse.Screening;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// The removal of Authentication-Results fields that somebody else wrote in our name (RFC 8601 §5):
/// who reads them later takes them for ours. Nothing else of a message is changed, and nothing in
/// mail without such fields.
final class ForgedResults {
    private static final String NAME = "Authentication-Results";

    private ForgedResults() {}

    /// The content without them.
    ///
    /// @param host whose name they must not bear
    static Content without(Content content, HeaderSection header, String host) throws IOException {
        if (!header.has(NAME) && !header.has(Screening.FIELD)) {
            return content;
        }
        var kept = new ArrayList<Content>();
        int from = 0;
        for (var field : header.fields()) {
            if (forged(content, field, host)) {
                kept.add(content.slice(from, field.offset() - from));
                from = field.end();
            }
        }
        if (from == 0) {
            return content;
        }
        kept.add(content.slice(from, content.size() - from));
        return Content.concat(kept.toArray(Content[]::new));
    }

    /// Whether a field is one.
    static boolean forged(Content content, HeaderSection.Field field, String host)
            throws IOException {
        if (field.name().equalsIgnoreCase(Screening.FIELD)) {
            return true;
        }
        if (!field.name().equalsIgnoreCase(NAME)) {
            return false;
        }
        String text =
                new String(
                        content.octets(field.offset(), field.length()),
                        StandardCharsets.ISO_8859_1);
        return AuthservId.claims(text.substring(text.indexOf(':') + 1), host);
    }
}
