package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.DeliveryWishes.TlsWish;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What of a message goes back with a report about it: all of a small one, else its header section
/// (RFC 6522 §3).
///
/// @param whole whether it is all
record Returned(byte[] octets, boolean whole) {
    private static final Logger LOG = LoggerFactory.getLogger(Returned.class);

    /// What comes back unasked.
    private static final int WHOLE = 64 * 1024;

    /// What comes back when all of it was asked for (RFC 3461 §4.3).
    private static final int FULL = 1 << 20;

    private static final int HEADER = 32 * 1024;

    private static final Pattern MESSAGE_ID =
            Pattern.compile(
                    "^Message-ID:[ \\t]*(?:\\r\\n[ \\t]+)?(<[!-;=?-~]{1,240}>)[ \\t]*$",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    /// @param action what is reported: of a failure alone a whole message comes back (RFC 3461
    ///   §4.3)
    static Returned of(Content content, Action action, DeliveryWishes wishes) {
        try {
            if (content.size() <= most(action, wishes)) {
                byte[] all = content.octets();
                if (Octets.lines(all)) {
                    return new Returned(all, true);
                }
            }
            return new Returned(header(content.octets(0, HEADER)), false);
        } catch (IOException e) {
            LOG.error("event=bounce returned=nothing fault", e);
            return new Returned(new byte[0], false);
        }
    }

    private static int most(Action action, DeliveryWishes wishes) {
        // RFC 8689 §5: what required TLS does not go back whole
        if (action != Action.FAILED || wishes.tls() == TlsWish.REQUIRED) {
            return -1;
        }
        return wishes.returned()
                .map(what ->
                        switch (what) {
                            case FULL -> FULL;
                            case HEADER -> -1;
                        })
                .orElse(WHOLE);
    }

    /// The Message-ID of the message, where there is one in good form.
    Optional<String> messageId() {
        var end = headerEnd(octets);
        var found = MESSAGE_ID.matcher(new String(octets, 0, end, StandardCharsets.ISO_8859_1));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static byte[] header(byte[] start) {
        byte[] header = Arrays.copyOf(start, headerEnd(start));
        if (Octets.lines(header)) {
            return header;
        }
        var text = new String(header, StandardCharsets.ISO_8859_1);
        return text.replaceAll("\\r(?!\\n)|(?<!\\r)\\n|\\x00", " ")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Where the header section ends: behind its last line, or behind the last whole line of what
    /// there is of it.
    private static int headerEnd(byte[] octets) {
        int lineEnd = 0;
        for (int i = 0; i + 1 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                if (i == lineEnd) {
                    return lineEnd;
                }
                lineEnd = i + 2;
            }
        }
        return lineEnd;
    }
}
