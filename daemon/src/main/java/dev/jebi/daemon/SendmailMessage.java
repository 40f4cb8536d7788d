package dev.jebi.daemon;

import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// A message as a program wrote it to `sendmail`: its lines end in LF or in CRLF, and what it must
/// have may be missing (RFC 5322 §3.6).
final class SendmailMessage {
    private static final int MOST_RECIPIENTS = 100_000;
    private static final List<String> TO = List.of("to", "cc", "bcc");
    private static final List<String> RESENT_TO = List.of("resent-to", "resent-cc", "resent-bcc");

    private final List<String> fields = new ArrayList<>();
    private final byte[] rest;

    private SendmailMessage(byte[] octets) {
        int at = octets.length > 5 && text(octets, 0, 5).equals("From ") ? line(octets, 0) : 0;
        while (at < octets.length) {
            int next = line(octets, at);
            String line = text(octets, at, next);
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !fields.isEmpty()) {
                fields.add(fields.removeLast() + line);
            } else if (line.matches("(?s)[!-9;-~]+[ \t]*:.*")) {
                fields.add(line);
            } else {
                break;
            }
            at = next;
        }
        boolean empty = at + 1 < octets.length && octets[at] == '\r' && octets[at + 1] == '\n';
        this.rest = java.util.Arrays.copyOfRange(octets, empty ? at + 2 : at, octets.length);
    }

    /// Reads it to the end, or to a line that is a lone dot.
    static SendmailMessage read(InputStream in, boolean dotsAreText, long atMost)
            throws IOException {
        var octets = new ByteArrayOutputStream();
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c != '\n') {
                line.write(c);
                continue;
            }
            if (ends(line, dotsAreText)) {
                line.reset();
                break;
            }
            add(octets, line);
            if (octets.size() > atMost) {
                throw new Failure(ExitCode.BAD_DATA, "sendmail: the message is too large");
            }
        }
        if (line.size() > 0 && !ends(line, dotsAreText)) {
            add(octets, line);
        }
        return new SendmailMessage(octets.toByteArray());
    }

    private static boolean ends(ByteArrayOutputStream line, boolean dotsAreText) {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return !dotsAreText && (text.equals(".") || text.equals(".\r"));
    }

    private static void add(ByteArrayOutputStream octets, ByteArrayOutputStream line) {
        byte[] all = line.toByteArray();
        boolean cr = all.length > 0 && all[all.length - 1] == '\r';
        octets.write(all, 0, cr ? all.length - 1 : all.length);
        octets.write('\r');
        octets.write('\n');
        line.reset();
    }

    /// Whom the header section names; where it was sent again, those of that time (RFC 5322
    /// §3.6.6).
    List<String> recipients() {
        boolean resent = fields.stream().anyMatch(f -> name(f).startsWith("resent-"));
        var wanted = resent ? RESENT_TO : TO;
        var recipients = new ArrayList<String>();
        for (String field : fields) {
            if (wanted.contains(name(field))) {
                String value = field.substring(field.indexOf(':') + 1).replaceAll("\r\n", "");
                for (ImapAddress address : AddressList.parse(value, MOST_RECIPIENTS)) {
                    address.mailbox()
                            .filter(mailbox -> !mailbox.isEmpty() && address.host().isPresent())
                            .map(mailbox -> utf8(address(mailbox, address.host().orElse(""))))
                            .ifPresent(recipients::add);
                }
            }
        }
        return recipients;
    }

    private static String address(String mailbox, String host) {
        return host.isEmpty() ? mailbox : mailbox + "@" + host;
    }

    /// The octets, blind copies left out, and completed.
    byte[] octets(String author, String fullName, String hostname, Instant now) {
        boolean resent = fields.stream().anyMatch(f -> name(f).startsWith("resent-"));
        String prefix = resent ? "Resent-" : "";
        var whole = new ByteArrayOutputStream();
        var head = new StringBuilder();
        if (!has(prefix + "From")) {
            String phrase = fullName.isEmpty() ? "" : HeaderText.encode(fullName) + " ";
            head.append(prefix).append("From: ").append(phrase).append('<').append(author);
            head.append(">\r\n");
        }
        if (!has(prefix + "Date")) {
            head.append(prefix).append("Date: ").append(date(now)).append("\r\n");
        }
        if (!has(prefix + "Message-ID")) {
            head.append(prefix).append("Message-ID: <").append(UUID.randomUUID()).append('@');
            head.append(hostname).append(">\r\n");
        }
        whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        for (String field : fields) {
            if (!name(field).equals("bcc") && !name(field).equals("resent-bcc")) {
                whole.writeBytes(field.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        whole.writeBytes(new byte[] {'\r', '\n'});
        whole.writeBytes(rest);
        return whole.toByteArray();
    }

    private boolean has(String name) {
        return fields.stream().anyMatch(f -> name(f).equalsIgnoreCase(name));
    }

    private static String date(Instant now) {
        return DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                .withZone(ZoneId.systemDefault())
                .format(now);
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    }

    private static int line(byte[] octets, int at) {
        int end = at;
        while (end < octets.length && octets[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, octets.length);
    }

    /// One char an octet.
    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String utf8(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
