package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mailstore.Quota;
import dev.jebi.mailstore.QuotaWarnings.Due;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// The message that tells an owner how full the mailbox is.
final class FullnessNotice {
    private static final String[] UNITS = {"octets", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int UNIT = 1024;

    private FullnessNotice() {}

    static NewMessage of(Due due, String hostname, Instant now) throws IOException {
        var content = Content.of(text(due, hostname, now).getBytes(StandardCharsets.UTF_8));
        return new NewMessage(
                content, MessageParser.parse(content, MimeLimits.STANDARD), Flags.NONE, now);
    }

    private static String text(Due due, String hostname, Instant now) {
        var owner = due.account().address();
        var postmaster = new Address("postmaster", owner.domain());
        var quota = due.quota();
        String subject = "Your mailbox is " + percent(quota) + " percent full";
        var lines = new ArrayList<String>();
        lines.add("Return-Path: <>"); // RFC 3834 §3.3
        lines.add("Date: " + TraceFields.date(now));
        lines.add("From: Postmaster <" + postmaster + ">");
        lines.add("To: <" + owner + ">");
        lines.add("Subject: " + subject);
        lines.add("Message-ID: <" + UUID.randomUUID() + "@" + hostname + ">");
        lines.add("Auto-Submitted: auto-generated"); // RFC 3834 §5
        lines.add("MIME-Version: 1.0");
        lines.add("Content-Type: text/plain; charset=utf-8");
        boolean eightBit = Octets.eightBit(owner.toString().getBytes(StandardCharsets.UTF_8));
        lines.add("Content-Transfer-Encoding: " + (eightBit ? "8bit" : "7bit"));
        lines.add("");
        lines.addAll(body(owner, quota));
        return String.join("\r\n", lines) + "\r\n";
    }

    private static List<String> body(Address owner, Quota quota) {
        var lines = new ArrayList<String>();
        lines.add("The mailbox of " + owner + " is " + percent(quota) + " percent full.");
        lines.add("");
        if (quota.octetsLimit() > 0) {
            lines.add(
                    "It holds "
                            + size(quota.octetsUsed())
                            + " of at most "
                            + size(quota.octetsLimit())
                            + ".");
        }
        if (quota.messagesLimit() > 0) {
            lines.add(
                    String.format(
                            Locale.ENGLISH,
                            "It holds %,d of at most %,d messages.",
                            quota.messagesUsed(),
                            quota.messagesLimit()));
        }
        lines.add("");
        lines.add("When it is full, new mail is refused and goes back to its senders. To make");
        lines.add("room, delete what you do not need and empty the Trash: large messages with");
        lines.add("attachments help most. Or ask the postmaster for more room.");
        return lines;
    }

    /// Of octets or of messages, whichever is more; rounded down, so that it never says more than
    /// there is.
    private static long percent(Quota quota) {
        return Math.max(
                percent(quota.octetsUsed(), quota.octetsLimit()),
                percent(quota.messagesUsed(), quota.messagesLimit()));
    }

    private static long percent(long used, long limit) {
        return limit == 0 ? 0 : (long) (100.0 * used / limit);
    }

    static String size(long octets) {
        double value = octets;
        int unit = 0;
        while (value >= UNIT && unit < UNITS.length - 1) {
            value /= UNIT;
            unit++;
        }
        return unit == 0
                ? octets + " " + UNITS[0]
                : String.format(Locale.ENGLISH, "%.1f %s", value, UNITS[unit]);
    }
}
