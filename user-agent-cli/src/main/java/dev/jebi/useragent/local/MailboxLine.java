package dev.jebi.useragent.local;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A mailbox as the list of mailboxes has it.
///
/// @param use what it is for (RFC 6154) in a word: `inbox`, `drafts`, `sent`, `junk`, `trash`,
///   `archive`, `all`, `flagged`, or nothing
/// @param selectable whether it can hold messages
/// @param separator between the parts of its name, or nothing
public record MailboxLine(
        String name, String use, boolean selectable, String separator, int messages, int unseen) {
    private static final int FIELDS = 6;

    String text() {
        return String.join(
                "\t",
                URLEncoder.encode(name, StandardCharsets.UTF_8),
                use,
                selectable ? "1" : "0",
                URLEncoder.encode(separator, StandardCharsets.UTF_8),
                Integer.toString(messages),
                Integer.toString(unseen));
    }

    static Optional<MailboxLine> parse(String line) {
        String[] parts = line.split("\t", -1);
        try {
            return parts.length != FIELDS
                    ? Optional.empty()
                    : Optional.of(
                            new MailboxLine(
                                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                                    parts[1],
                                    parts[2].equals("1"),
                                    URLDecoder.decode(parts[3], StandardCharsets.UTF_8),
                                    Integer.parseInt(parts[4]),
                                    Integer.parseInt(parts[5])));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // half a line: listed again at the next sync
        }
    }
}
