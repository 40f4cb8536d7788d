package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether and how a vacation action answers a message (RFC 5230 §4.5 to §5.8, RFC 3834). Who has
/// had an answer already is remembered elsewhere.
public sealed interface VacationReply {
    /// An answer, to be sent from the null reverse-path (RFC 5230 §5.1).
    record Reply(SieveMail mail) implements VacationReply {}

    /// None, and why.
    record Silent(String why) implements VacationReply {}

    /// Judges and writes.
    ///
    /// @param own further addresses of the owner, beside those that the script names
    static VacationReply of(
            SieveAction.Vacation vacation, SieveMessage message, List<String> own, SieveOwner owner)
            throws IOException {
        HeaderSection header = Header.of(message, SieveLimits.STANDARD).section();
        Optional<Address> sender = SieveAddress.parse(message.envelope().from());
        if (sender.isEmpty()) {
            return new Silent("the message has no sender to answer");
        }
        if (VacationRules.robot(sender.get())) {
            return new Silent("the sender is a program: " + sender.get());
        }
        Optional<String> mark = VacationRules.automatic(header);
        if (mark.isPresent()) {
            return new Silent("the message was sent by a program or a list: " + mark.get());
        }
        var mine = new ArrayList<String>(vacation.addresses());
        mine.addAll(own);
        mine.add(message.envelope().to());
        mine.add(owner.address().toString());
        if (VacationRules.contains(mine, sender.get().toString())) {
            return new Silent("the message comes from the owner");
        }
        Optional<String> addressed = VacationRules.addressed(header, mine);
        if (addressed.isEmpty()) {
            return new Silent("no address of the owner stands in To, Cc or Bcc");
        }
        String from = vacation.from().orElse(addressed.get());
        return new Reply(VacationRules.write(vacation, header, sender.get(), from, owner));
    }
}

/// The rules behind [VacationReply].
final class VacationRules {
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_REFERENCES = 20;

    /// RFC 5230 §4.6, RFC 3834 §2.
    private static final Set<String> ROBOTS =
            Set.of(
                    "mailer-daemon",
                    "postmaster-daemon",
                    "listserv",
                    "majordomo",
                    "noreply",
                    "no-reply",
                    "donotreply",
                    "do-not-reply");

    /// Fields where the owner stands when the message is for them (RFC 5230 §4.5).
    private static final List<String> RECIPIENTS =
            List.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc");

    /// Fields that have the sender's name.
    private static final List<String> SENDERS =
            List.of("sender", "resent-from", "from", "reply-to");

    private VacationRules() {}

    static boolean robot(Address sender) {
        String local = sender.localPart().toLowerCase(Locale.ROOT);
        return ROBOTS.contains(local)
                || local.startsWith("owner-")
                || local.endsWith("-owner")
                || local.endsWith("-request")
                || local.endsWith("-bounces")
                || local.contains("-bounces+");
    }

    /// The field that says that no person wrote this; empty when none does.
    static Optional<String> automatic(HeaderSection header) {
        for (String name : header.names()) {
            if (name.startsWith("list-")) {
                return Optional.of(name); // RFC 5230 §4.6: RFC 2369 and RFC 2919 fields
            }
        }
        return marked(header, "auto-submitted", value -> !value.equals("no"))
                .or(() -> marked(header, "precedence", Set.of("bulk", "junk", "list")::contains))
                .or(() -> marked(header, "x-auto-response-suppress", VacationRules::suppressed));
    }

    private static Optional<String> marked(
            HeaderSection header, String name, java.util.function.Predicate<String> wrong) {
        return header.all(name).stream()
                .map(v -> v.replaceFirst("[;(].*", "").strip().toLowerCase(Locale.ROOT))
                .filter(wrong)
                .findFirst()
                .map(v -> name + ": " + v);
    }

    private static boolean suppressed(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .anyMatch(v -> v.equals("all") || v.equals("oof") || v.equals("autoreply"));
    }

    static boolean contains(List<String> addresses, String wanted) {
        return addresses.stream().anyMatch(a -> a.strip().equalsIgnoreCase(wanted));
    }

    /// The address of the owner that the message is for (RFC 5230 §4.5).
    static Optional<String> addressed(HeaderSection header, List<String> mine) {
        return addresses(header, RECIPIENTS)
                .map(VacationRules::text)
                .filter(address -> contains(mine, address))
                .findFirst();
    }

    private static Stream<ImapAddress> addresses(HeaderSection header, List<String> names) {
        return names.stream()
                .flatMap(name -> header.all(name).stream())
                .flatMap(value -> AddressList.parse(value, MOST_ADDRESSES).stream());
    }

    private static String text(ImapAddress address) {
        return HeaderText.decode(address.mailbox().orElse("") + "@" + address.host().orElse(""));
    }

    /// The sender with the name that the message has for it.
    private static String named(HeaderSection header, Address sender) {
        String name =
                addresses(header, SENDERS)
                        .filter(a -> text(a).equalsIgnoreCase(sender.toString()))
                        .flatMap(a -> a.name().stream())
                        .map(HeaderText::decode)
                        .findFirst()
                        .orElse("")
                        .replaceAll("[\\\\\"\\p{Cntrl}]", "");
        return name.isBlank() ? "<" + sender + ">" : '"' + name + "\" <" + sender + ">";
    }

    static SieveMail write(
            SieveAction.Vacation vacation,
            HeaderSection header,
            Address to,
            String from,
            SieveOwner owner) {
        var message =
                new GeneratedMessage(owner)
                        .mailbox("From", from)
                        .mailbox("To", named(header, to))
                        .subject(subject(vacation, header));
        String id = header.first("message-id").orElse("");
        List<String> references = references(header, id);
        if (!references.isEmpty()) {
            message.ids("In-Reply-To", List.of(references.getLast()));
            message.ids("References", references);
        }
        // RFC 5230 §5.3 and RFC 3834 §5
        message.field("Auto-Submitted", "auto-replied (vacation)");
        message.field("Precedence", "bulk");
        message.field("X-Auto-Response-Suppress", "All");
        var content =
                vacation.mime()
                        ? message.entity(vacation.reason())
                        : message.text(vacation.reason());
        return new SieveMail(ReversePath.NULL, List.of(to), content);
    }

    /// RFC 5230 §5.2.
    private static String subject(SieveAction.Vacation vacation, HeaderSection header) {
        if (vacation.subject().isPresent()) {
            return vacation.subject().get();
        }
        String subject = HeaderText.decode(header.first("subject").orElse("")).strip();
        return subject.isEmpty() ? "Automated reply" : "Auto: " + subject;
    }

    /// RFC 5230 §5.8, RFC 5322 §3.6.4: those of the message and its own id, at most so many.
    private static List<String> references(HeaderSection header, String id) {
        var references = new ArrayList<String>();
        for (String word : header.first("references").orElse("").split("\\s+", -1)) {
            if (messageId(word)) {
                references.add(word);
            }
        }
        if (messageId(id)) {
            references.remove(id);
            references.add(id);
        } else {
            references.clear();
        }
        int size = references.size();
        return List.copyOf(references.subList(Math.max(0, size - MOST_REFERENCES), size));
    }

    private static boolean messageId(String word) {
        return word.length() > 2
                && word.length() < 900
                && word.startsWith("<")
                && word.endsWith(">")
                && word.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
