package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mime.HeaderText;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.transfer.addresses.Entry.MailingList;
import dev.jebi.transfer.addresses.Posting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A message as it goes out in the name of a list: fields that name the list stand above it (RFC
/// 2369, RFC 2919), the reports about it come back to the list's owners, and all else stays as its
/// author has signed it.
final class ListMail {
    /// RFC 2369 §3 and RFC 2919 §3 have each once; those of a list before this one go. What its
    /// author may have signed otherwise stays.
    private static final Set<String> REPLACED =
            Set.of(
                    "list-id",
                    "list-help",
                    "list-unsubscribe",
                    "list-unsubscribe-post",
                    "list-subscribe",
                    "list-post",
                    "list-owner",
                    "list-archive");

    private ListMail() {}

    /// The list's identifier (RFC 2919 §2).
    static String id(MailingList list) {
        String label = list.address().localPart().toLowerCase(Locale.ROOT);
        return label.replaceAll("[^a-z0-9!#$%&'*+/=?^_`{|}~.-]", "-")
                + "."
                + list.address().domain().name();
    }

    /// Where reports about the list's mail come back to.
    static Address bounces(MailingList list) {
        return belonging(list, "bounces");
    }

    private static Address belonging(MailingList list, String what) {
        return new Address(list.address().localPart() + "-" + what, list.address().domain());
    }

    static Letter of(Letter letter, HeaderSection header, MailingList list, Sealer sealer)
            throws IOException {
        var from = ReversePath.of(bounces(list));
        String fields = fields(list);
        var plain = without(letter.content(), header, letter.returnPath());
        var sent = Content.concat(Content.of(fields.getBytes(StandardCharsets.UTF_8)), plain);
        String above = TraceFields.returnPath(from);
        String seal = sealer.above(sent, list.address().domain());
        var content =
                Content.concat(Content.of((above + seal).getBytes(StandardCharsets.UTF_8)), sent);
        var wishes = letter.wishes();
        return letter.form(
                content,
                above.getBytes(StandardCharsets.UTF_8).length,
                from,
                // RFC 3461 §5.2.7.3: the author's wishes end where the list begins
                new DeliveryWishes(
                        wishes.body(),
                        Optional.empty(),
                        Optional.empty(),
                        wishes.tls(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
    }

    private static String fields(MailingList list) {
        String post =
                list.posting() == Posting.OWNERS
                        ? "NO"
                        : mailto(list.address(), ""); // RFC 2369 §3.4
        String request = "List-Unsubscribe: " + mailto(belonging(list, "request"), "unsubscribe");
        return "List-Id: "
                + title(list)
                + "<"
                + id(list)
                + ">\r\nList-Post: "
                + post
                + "\r\n"
                + request
                + "\r\nList-Help: "
                + mailto(belonging(list, "request"), "help")
                + "\r\nList-Owner: "
                + mailto(belonging(list, "owner"), "")
                + "\r\nPrecedence: list\r\n"; // no RFC has it, and vacation programs go by it
    }

    private static String title(MailingList list) {
        if (list.title().isBlank()) {
            return "";
        }
        String encoded = HeaderText.encode(list.title());
        boolean plain = encoded.equals(list.title());
        return (plain ? '"' + encoded.replaceAll("([\"\\\\])", "\\\\$1") + '"' : encoded)
                + "\r\n\t";
    }

    /// A mailto URI (RFC 6068 §2).
    private static String mailto(Address address, String subject) {
        var uri = new StringBuilder("<mailto:");
        for (byte octet : address.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~@+!$'*".indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return uri.append(subject.isEmpty() ? ">" : "?subject=" + subject + ">").toString();
    }

    /// The content from `begin` on, without the fields that are written anew.
    private static Content without(Content content, HeaderSection header, int begin) {
        var pieces = new ArrayList<Content>();
        int from = begin;
        for (var field : header.fields()) {
            if (field.offset() >= begin
                    && REPLACED.contains(field.name().toLowerCase(Locale.ROOT))) {
                pieces.add(content.slice(from, field.offset() - from));
                from = field.end();
            }
        }
        pieces.add(content.slice(from, content.size() - from));
        return Content.concat(pieces.toArray(Content[]::new));
    }
}
