package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Claim;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.Outbox;
import dev.jebi.useragent.local.Outbox.Waiting;
import dev.jebi.useragent.local.StableId;
import dev.jebi.useragent.search.Query;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sends what waits in the outbox: to the server first, then a copy into Sent, and only then is the
/// message forgotten, and its draft. What fails for now stays for the next attempt.
public final class Sending {
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Account account;
    private final LocalStore store;
    private final Mailboxes mailboxes;

    /// @param mailboxes where copies go; of the same account
    public Sending(Account account, LocalStore store, Mailboxes mailboxes) {
        this.account = account;
        this.store = store;
        this.mailboxes = mailboxes;
    }

    /// How an attempt ended.
    public sealed interface Outcome {
        /// The server has it.
        ///
        /// @param refused recipients that the server did not take; empty when a copy was missing
        /// @param copied whether a copy stands in Sent
        /// @param trouble why not, or nothing
        record Sent(Waiting waiting, List<String> refused, boolean copied, String trouble)
                implements Outcome {}

        /// The server does not have it; it waits for the next attempt.
        record Kept(Waiting waiting, Failure failure) implements Outcome {}

        /// The server refused it for good; its draft stays, and without one it stays in the outbox,
        /// never due again.
        record Refused(Waiting waiting, Failure failure) implements Outcome {}

        /// Somebody else sends it, or has taken it back.
        record Gone(Waiting waiting) implements Outcome {}
    }

    /// Sends everything whose time has come.
    public List<Outcome> due(Instant now) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        for (Waiting waiting : store.outbox().all()) {
            if (!waiting.due().isAfter(now)) {
                outcomes.add(send(waiting));
            }
        }
        return outcomes;
    }

    /// Sends one message now.
    public Outcome send(Waiting asked) throws IOException {
        Outbox outbox = store.outbox();
        Optional<Claim> claim = outbox.claim(asked.name());
        if (claim.isEmpty()) {
            return new Outcome.Gone(asked);
        }
        try (Claim _ = claim.get()) {
            Optional<Waiting> there = outbox.read(asked.name());
            if (there.isEmpty()) {
                return new Outcome.Gone(asked);
            }
            Waiting waiting = there.get();
            byte[] octets = outbox.octets(waiting.name());
            List<String> refused = List.of();
            boolean again = waiting.accepted();
            if (!again) {
                try {
                    refused = submit(waiting, octets);
                } catch (Failure failure) {
                    return failed(waiting, failure);
                }
                waiting = with(waiting, true, "");
            }
            Outcome outcome = finish(waiting, octets, refused, again);
            store.changed();
            return outcome;
        }
    }

    private Outcome failed(Waiting waiting, Failure failure) throws IOException {
        boolean forGood =
                failure.kind() == Failure.Kind.REFUSED || failure.kind() == Failure.Kind.BAD_DATA;
        if (forGood) {
            if (waiting.order().draft().isPresent()) {
                store.outbox().remove(waiting.name());
            } else {
                store.outbox().write(kept(waiting, failure.sentence()));
            }
            return new Outcome.Refused(waiting, failure);
        }
        Waiting kept = with(waiting, false, failure.sentence());
        store.outbox().write(kept);
        return new Outcome.Kept(kept, failure);
    }

    /// Not to be sent, and there to be looked at: nobody else has its text any more.
    private static Waiting kept(Waiting waiting, String trouble) {
        return new Waiting(
                waiting.name(), NEVER, false, trouble, waiting.subject(), waiting.order());
    }

    private static Waiting with(Waiting waiting, boolean accepted, String trouble) {
        return new Waiting(
                waiting.name(),
                waiting.due(),
                accepted,
                trouble,
                waiting.subject(),
                waiting.order());
    }

    private Outcome finish(Waiting waiting, byte[] octets, List<String> refused, boolean again)
            throws IOException {
        String trouble = "";
        if (waiting.order().copy()) {
            try {
                copy(octets, again);
            } catch (Failure failure) {
                trouble = failure.sentence();
            }
        }
        if (!trouble.isEmpty() && !account.name().isEmpty() && namesImap()) {
            store.outbox().write(with(waiting, true, trouble)); // the copy is tried again
            return new Outcome.Sent(waiting, refused, false, trouble);
        }
        answered(waiting);
        if (waiting.order().draft().isPresent()) {
            store.drafts().remove(waiting.order().draft().get());
        }
        store.outbox().remove(waiting.name());
        return new Outcome.Sent(
                waiting, refused, waiting.order().copy() && trouble.isEmpty(), trouble);
    }

    private boolean namesImap() {
        return account.pop()
                || account.named(Service.IMAP).isPresent()
                || account.endpoint(Service.SMTP).loopback();
    }

    /// @param again whether it was tried before, and may stand there although nobody noted that
    private void copy(byte[] octets, boolean again) throws IOException {
        if (!namesImap()) {
            // the password is for that server and not for one that this machine may have
            throw new Failure(
                    Failure.Kind.USAGE, "no IMAP server is named; --imap HOST:PORT says where");
        }
        String sent = mailboxes.mailboxFor("sent");
        if (!again || !stands(octets, sent)) {
            mailboxes.append(sent, octets, List.of("seen"));
        }
    }

    private boolean stands(byte[] octets, String mailbox) throws IOException {
        try {
            String[] ids =
                    new InternetHeaders(new ByteArrayInputStream(octets)).getHeader("Message-ID");
            return ids != null
                    && !mailboxes
                            .search(mailbox, new Query.Text(Query.Where.MESSAGE_ID, ids[0]), 1)
                            .isEmpty();
        } catch (MessagingException e) {
            throw new IOException(e); // never of octets that are here
        }
    }

    /// Writes down that the server has it. At once: whatever stops us afterwards, it is not sent
    /// again. Where that cannot be written, e.g. on a full disk, the order goes, for the same end.
    private void accepted(Waiting waiting) throws IOException {
        try {
            store.outbox().write(with(waiting, true, ""));
        } catch (IOException _) {
            store.outbox().remove(waiting.name()); // what is left to do is done from memory
        }
    }

    /// The message that was answered says so; that it cannot be told is no failure.
    private void answered(Waiting waiting) throws IOException {
        Optional<String> answers = waiting.order().answers();
        if (answers.isEmpty()) {
            return;
        }
        String[] words = answers.get().split(" ", 2);
        if (words.length < 2 || !StableId.isOne(words[0])) {
            return;
        }
        var places = store.find(StableId.parse(words[0])).stream().map(Envelope::ref).toList();
        try {
            if (!places.isEmpty()) {
                mailboxes.flag(places, List.of(words[1]), List.of());
            }
        } catch (Failure _) {
            // it is gone meanwhile
        }
    }

    /// Hands it to the server, and gives back who was refused; fails when everybody was.
    private List<String> submit(Waiting waiting, byte[] octets) throws IOException {
        List<String> recipients = waiting.order().recipients();
        boolean utf8 =
                Stream.concat(recipients.stream(), Stream.of(waiting.order().from()))
                        .anyMatch(a -> a.chars().anyMatch(c -> c >= 0x80));
        var connections = new Connections(account);
        try {
            var session = connections.submission(utf8);
            session.getProperties().setProperty("mail.smtp.from", waiting.order().from());
            session.getProperties().setProperty("mail.smtps.from", waiting.order().from());
            var message = new MimeMessage(session, new ByteArrayInputStream(octets));
            var addresses = new ArrayList<Address>();
            for (String recipient : recipients) {
                addresses.add(new InternetAddress(recipient, false));
            }
            var refused = new ArrayList<>(recipients);
            connections.submit(
                    session,
                    message,
                    octets.length,
                    addresses.toArray(Address[]::new),
                    got -> {
                        accepted(waiting);
                        refused.removeAll(got.stream().map(Sending::bare).toList());
                    });
            return refused;
        } catch (SendFailedException e) {
            throw refusal(e);
        } catch (MessagingException e) {
            throw new Failure(
                    Failure.Kind.BAD_DATA,
                    "this is no message that can be sent: "
                            + SafeText.line(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static String bare(Address address) {
        return address instanceof InternetAddress internet
                ? internet.getAddress()
                : address.toString();
    }

    /// For now where every reply said so (RFC 5321 §4.2.1), else for good.
    private static Failure refusal(SendFailedException fault) {
        var codes = new ArrayList<Integer>();
        String said = String.valueOf(fault.getMessage());
        for (Exception e = fault; e != null; ) {
            if (e instanceof SMTPAddressFailedException address) {
                codes.add(address.getReturnCode());
                said = address.getAddress().getAddress() + ": " + address.getMessage();
            } else if (e instanceof SMTPSenderFailedException sender) {
                codes.add(sender.getReturnCode());
                said = String.valueOf(sender.getMessage());
            } else if (e instanceof SMTPSendFailedException send && send.getReturnCode() >= 400) {
                codes.add(send.getReturnCode());
                said = String.valueOf(send.getMessage());
            }
            e = e instanceof MessagingException m ? m.getNextException() : null;
        }
        boolean later = !codes.isEmpty() && codes.stream().allMatch(c -> c >= 400 && c < 500);
        // 552 also says that the message is larger than the server takes (RFC 3463 §3.4)
        boolean full =
                (codes.contains(552) && !said.contains("5.3.4") && !said.contains("5.2.3"))
                        || said.contains("5.2.2")
                        || said.contains("4.2.2");
        boolean bare = codes.contains(530) && said.contains("STARTTLS"); // RFC 3207 §4
        Failure.Kind kind =
                full
                        ? Failure.Kind.OVER_QUOTA
                        : later
                                ? Failure.Kind.TRY_AGAIN
                                : bare ? Failure.Kind.TLS_NOT_TRUSTED : Failure.Kind.REFUSED;
        return new Failure(kind, "the server refused it: " + SafeText.line(said).strip(), fault);
    }
}
