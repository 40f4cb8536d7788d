package dev.jebi.transfer;

import dev.jebi.content.Content;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.Incoming.Relayed;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.sieve.SieveMail;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.transfer.addresses.Poster;
import dev.jebi.transfer.filing.Filed.Placement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Messages that scripts make, on their way to those who get them.
final class Answers {
    /// Nobody wants a report about an automatic answer (RFC 3834 §4).
    private static final RecipientWishes NEVER =
            new RecipientWishes(Optional.of(Set.of()), Optional.empty());

    private final Filing filing;
    private final Letter about;

    /// @param about the message that they answer
    Answers(Filing filing, Letter about) {
        this.filing = filing;
        this.about = about;
    }

    /// A message to each of its recipients, here or elsewhere.
    List<Incoming> incomings(SieveMail mail) throws IOException {
        var copies = new ArrayList<LocalCopy>();
        var relayed = new ArrayList<Relayed>();
        var directory = filing.store().directory();
        for (var to : mail.to()) {
            if (!directory.local(to.domain())) {
                relayed.add(new Relayed(to, NEVER));
                continue;
            }
            var poster = new Poster(mail.from(), Optional.empty(), true);
            for (var stream : filing.addresses().expand(List.of(to), poster).streams()) {
                stream.accounts().keySet().stream()
                        .map(account -> new LocalCopy(account.id(), MailboxName.INBOX, Flags.NONE))
                        .forEach(copies::add);
                stream.elsewhere().keySet().stream()
                        .map(address -> new Relayed(address, NEVER))
                        .forEach(relayed::add);
            }
        }
        return copies.isEmpty() && relayed.isEmpty()
                ? List.of()
                : List.of(letter(mail).incoming(copies, relayed, MailLane.REPORT));
    }

    private Letter letter(SieveMail mail) throws IOException {
        String stamp = TraceFields.returnPath(mail.from());
        byte[] octets = stamp.getBytes(StandardCharsets.UTF_8);
        byte[] text = mail.content().octets();
        boolean international = mail.to().stream().anyMatch(to -> to.international());
        var content = Content.concat(Content.of(octets), Content.of(text));
        var made = about.form(content, octets.length, mail.from(), DeliveryWishes.NONE);
        return new Letter(
                made.id(),
                made.content(),
                made.returnPath(),
                made.head(),
                made.reversePath(),
                filing.clock().instant(),
                Octets.eightBit(text),
                international,
                made.wishes());
    }

    /// The owner's copy of one.
    Incoming copy(AccountId account, Placement placement) throws IOException {
        var content = placement.content().orElseThrow();
        return about.form(content, 0, about.reversePath(), DeliveryWishes.NONE)
                .incoming(
                        List.of(new LocalCopy(account, placement.mailbox(), placement.flags())),
                        List.of());
    }
}
