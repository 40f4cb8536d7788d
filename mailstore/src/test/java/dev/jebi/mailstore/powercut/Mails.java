package dev.jebi.mailstore.powercut;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.NewMessage;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;

/// Messages, told apart by their subjects.
final class Mails {
    static final Domain DOMAIN = new Domain("a.test");
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Domain ELSEWHERE = new Domain("b.test");
    private static final int LARGE = 70_000;
    private static final int HUGE = 400_000;

    private Mails() {}

    static Content content(String subject, Randomly random) {
        int size =
                random.oneIn(400) ? HUGE : random.oneIn(40) ? LARGE : random.oneIn(3) ? 9_000 : 600;
        String body =
                random.string(random.between(0, size), "abcdefghijklmnopqrstuvwxyz     \n")
                        .replace("\n", "\r\n");
        String text = "Subject: " + subject + "\r\nMessage-ID: <" + subject + "@a.test>\r\n\r\n";
        return Content.of((text + body).getBytes(StandardCharsets.UTF_8));
    }

    static NewMessage message(String subject, Flags flags, Randomly random) throws IOException {
        var content = content(subject, random);
        return new NewMessage(
                content, MessageParser.parse(content, MimeLimits.STANDARD), flags, NOW);
    }

    static Incoming incoming(
            String subject, Collection<AccountId> inboxes, int relayed, Randomly random)
            throws IOException {
        var content = content(subject, random);
        var copies = new ArrayList<LocalCopy>();
        inboxes.forEach(id -> copies.add(new LocalCopy(id, MailboxName.INBOX, flags(random))));
        var recipients = new ArrayList<Incoming.Relayed>();
        for (int i = 0; i < relayed; i++) {
            recipients.add(Incoming.Relayed.to(new Address("r" + i, ELSEWHERE)));
        }
        return new Incoming(
                content,
                random.pick(0, 9),
                MessageParser.parse(content, MimeLimits.STANDARD),
                random.oneIn(4)
                        ? ReversePath.NULL
                        : ReversePath.of(new Address("sender", ELSEWHERE)),
                NOW,
                copies,
                recipients,
                random.oneIn(2),
                random.oneIn(2),
                DeliveryWishes.NONE);
    }

    static Flags flags(Randomly random) {
        return Flags.of(
                random.list(
                        3,
                        r ->
                                r.pick(
                                        "\\Seen",
                                        "\\Flagged",
                                        "\\Answered",
                                        "$Forwarded",
                                        "$Junk",
                                        "k" + r.between(1, 20))));
    }
}
