package dev.jebi.pop3server;

import dev.jebi.content.Content;
import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a session that did not send UTF8 gets of a message whose header section is in UTF-8 (RFC
/// 6856 §4): texts as encoded words, parameters as RFC 2231 has them, and in place of an address
/// beyond ASCII an empty group that names it (RFC 6858 §2.1). The body is as it is, and so is a
/// message whose header is in anything else: that is no UTF-8 mail, and clients know how to guess.
final class Downgraded {
    /// A header section that is longer goes as it is.
    private static final int MOST = 256 << 10;

    private static final int FIRST_READ = 4 << 10;
    private static final int MOST_ADDRESSES = 10_000;

    private static final Set<String> ADDRESSES =
            Set.of(
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "resent-from",
                    "resent-sender",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc",
                    "disposition-notification-to");

    private static final Set<String> PARAMETERS = Set.of("content-type", "content-disposition");

    /// What no encoded word may stand in: such a field is kept under another name (RFC 6857 §3.2).
    private static final Set<String> NO_TEXT =
            Set.of(
                    "message-id",
                    "resent-message-id",
                    "content-id",
                    "in-reply-to",
                    "references",
                    "received",
                    "return-path",
                    "date");

    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9!#$&+.^_`|~-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");

    private Downgraded() {}

    static Content of(Content message) throws IOException {
        byte[] header = header(message);
        if (header.length == 0 || ascii(header, 0, header.length) || text(header).isEmpty()) {
            return message;
        }
        var written = new StringBuilder();
        int at = 0;
        while (at < header.length) {
            int end = fieldEnd(header, at);
            String raw = new String(header, at, end - at, StandardCharsets.ISO_8859_1);
            written.append(ascii(header, at, end) ? raw : field(raw));
            at = end;
        }
        return Content.concat(
                Content.of(written.toString().getBytes(StandardCharsets.ISO_8859_1)),
                message.slice(header.length, message.size() - header.length));
    }

    /// The header section without the empty line behind it; nothing when it is too long.
    private static byte[] header(Content message) throws IOException {
        int whole = (int) Math.min(message.size(), MOST);
        for (int read = Math.min(FIRST_READ, whole); ; read = Math.min(read * 4, whole)) {
            byte[] octets = message.octets(0, read);
            for (int at = 0; at < read; ) {
                int end = lineEnd(octets, at);
                boolean empty = end - at == 1 || (end - at == 2 && octets[at] == '\r');
                if (empty && octets[end - 1] == '\n') {
                    return Arrays.copyOf(octets, at);
                }
                at = end;
            }
            if (read == whole) {
                return whole == message.size() ? octets : new byte[0];
            }
        }
    }

    private static int lineEnd(byte[] octets, int at) {
        int end = at;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, octets.length);
    }

    private static int fieldEnd(byte[] octets, int at) {
        int end = lineEnd(octets, at);
        while (end < octets.length && (octets[end] == ' ' || octets[end] == '\t')) {
            end = lineEnd(octets, end);
        }
        return end;
    }

    private static boolean ascii(byte[] octets, int from, int end) {
        for (int i = from; i < end; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// Of octets that stand one in a char.
    private static String text(String raw) {
        return text(raw.getBytes(StandardCharsets.ISO_8859_1)).orElse(raw);
    }

    /// A field beyond ASCII, octets one in a char.
    private static String field(String raw) {
        int colon = raw.indexOf(':');
        String name = colon < 0 ? "" : raw.substring(0, colon).strip();
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return ""; // no field: nobody could read it
        }
        String value = raw.substring(colon + 1).replaceAll("\r?\n", "").strip();
        String lower = name.toLowerCase(Locale.ROOT);
        if (ADDRESSES.contains(lower)) {
            return name + ": " + addresses(value) + "\r\n";
        }
        if (PARAMETERS.contains(lower)) {
            return name + ": " + parameters(text(value)) + "\r\n";
        }
        String prefix = NO_TEXT.contains(lower) ? "Downgraded-" : "";
        return prefix + name + ": " + HeaderText.encode(text(value)) + "\r\n";
    }

    private static String addresses(String value) {
        var written = new StringBuilder();
        String between = "";
        boolean inGroup = false;
        for (ImapAddress address : AddressList.parse(value, MOST_ADDRESSES)) {
            if (address.mailbox().isEmpty()) { // a group ends
                written.append(';');
                between = ",\r\n ";
                inGroup = false;
            } else if (address.host().isEmpty()) {
                written.append(between).append(phrase(address.mailbox().get())).append(':');
                between = "\r\n ";
                inGroup = true;
            } else if (!inGroup || ascii(address)) { // a group holds no group

                written.append(between).append(address(address));
                between = ",\r\n ";
            }
        }
        return written.toString();
    }

    private static String raw(ImapAddress address) {
        return address.mailbox().orElse("") + "@" + address.host().orElse("");
    }

    private static boolean ascii(ImapAddress address) {
        return raw(address).chars().allMatch(c -> c < 0x80);
    }

    private static String address(ImapAddress address) {
        String raw = raw(address);
        String name = address.name().map(Downgraded::phrase).orElse("");
        if (ascii(address)) {
            return name.isEmpty() ? raw : name + " <" + raw + ">";
        }
        String said = HeaderText.encode(text(raw));
        return (name.isEmpty() ? said : name + "\r\n " + said) + " :;";
    }

    private static String phrase(String raw) {
        if (!raw.chars().allMatch(c -> c < 0x80)) {
            return HeaderText.encode(HeaderText.decode(raw));
        }
        return raw.startsWith("=?") || raw.matches("[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
                ? raw
                : "\"" + raw.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String parameters(String value) {
        var match = PARAMETER.matcher(value);
        var written = new StringBuilder();
        while (match.find()) {
            String given = Optional.ofNullable(match.group(2)).orElseGet(() -> match.group(3));
            boolean plain = given.chars().allMatch(c -> c < 0x80);
            String now = plain ? match.group() : match.group(1) + "*=UTF-8''" + percent(given);
            match.appendReplacement(written, Matcher.quoteReplacement(now));
        }
        match.appendTail(written);
        return written.chars().allMatch(c -> c < 0x80)
                ? written.toString()
                : HeaderText.encode(written.toString());
    }

    /// RFC 2231 §4.
    private static String percent(String text) {
        var parts = new ArrayList<String>();
        for (byte octet : text.replaceAll("\\\\(.)", "$1").getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-');
            parts.add(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return String.join("", parts);
    }
}
