package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalStore;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;

import org.eclipse.angus.mail.pop3.POP3Folder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fetches a maildrop into the local INBOX. What stays on the server is known by its unique id (RFC
/// 1939 §7) and not fetched again; `pop-delete` of the account says when it goes there: `never`,
/// `now`, or after so many days.
final class PopSync {
    private static final String NOTE = "uidl";

    private final Account account;
    private final LocalStore local;
    private final PopMailboxes mailboxes;
    private final InstantSource clock = InstantSource.system();

    PopSync(Account account, LocalStore local, PopMailboxes mailboxes) {
        this.account = account;
        this.local = local;
        this.mailboxes = mailboxes;
    }

    List<Envelope> run(Progress progress) throws IOException {
        var fresh = new ArrayList<Envelope>();
        Duration keep = keep();
        new Connections(account)
                .with(
                        Service.POP3,
                        store -> {
                            Folder inbox = store.getFolder("INBOX");
                            inbox.open(Folder.READ_WRITE);
                            boolean done = false;
                            try {
                                fetch(inbox, keep, fresh, progress);
                                local.force("INBOX", fresh); // before the server forgets them
                                done = true;
                            } finally {
                                if (inbox.isOpen()) {
                                    inbox.close(done);
                                } // QUIT, which is what deletes (RFC 1939 §6)
                            }
                        });
        return fresh;
    }

    /// How long a message stays on the server after it was fetched.
    private Duration keep() {
        String word = account.value("pop-delete").orElse("never");
        if (word.matches("[0-9]{1,4}")) {
            return Duration.ofDays(Long.parseLong(word));
        }
        return switch (word) {
            case "never" -> Duration.ofSeconds(Long.MAX_VALUE / 2);
            case "now" -> Duration.ZERO;
            default ->
                    throw new Failure(
                            Failure.Kind.BAD_CONFIGURATION,
                            "pop-delete is never, now or a number of days, not '" + word + "'");
        };
    }

    private void fetch(Folder inbox, Duration keep, List<Envelope> fresh, Progress progress)
            throws MessagingException, IOException {
        Map<String, Long> known = known();
        var still = new LinkedHashMap<String, Long>();
        long now = clock.instant().getEpochSecond();
        Message[] messages = inbox.getMessages();
        var ids = new FetchProfile();
        ids.add(UIDFolder.FetchProfileItem.UID);
        inbox.fetch(messages, ids); // one UIDL for all
        int done = 0;
        for (Message message : messages) {
            String uidl = inbox instanceof POP3Folder pop3 ? pop3.getUID(message) : null;
            if (uidl == null || !known.containsKey(uidl)) {
                fresh.add(take(message));
                if (uidl != null) {
                    local.noteAlso(NOTE, line(uidl, now)); // whatever stops us: not fetched again
                }
            }
            long since = uidl == null ? now : known.getOrDefault(uidl, now);
            if (uidl != null) {
                still.put(uidl, since);
            }
            if (now - since >= keep.toSeconds()) {
                message.setFlag(Flags.Flag.DELETED, true);
            }
            progress.at("INBOX", ++done, messages.length);
        }
        var text = new StringBuilder();
        still.forEach((uidl, since) -> text.append(line(uidl, since)));
        local.note(NOTE, text.toString());
    }

    private static String line(String uidl, long since) {
        return since + " " + uidl + "\n";
    }

    private Envelope take(Message message) throws MessagingException, IOException {
        var octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return mailboxes.add("INBOX", clock.instant(), List.of(), octets.toByteArray());
    }

    /// When each message was fetched, by its unique id.
    private Map<String, Long> known() throws IOException {
        var known = new LinkedHashMap<String, Long>();
        local.note(NOTE)
                .ifPresent(text ->
                        text.lines()
                                .forEach(line -> {
                                    int blank = line.indexOf(' ');
                                    if (blank > 0
                                            && line.substring(0, blank).matches("[0-9]{1,18}")) {
                                        known.put(
                                                line.substring(blank + 1),
                                                Long.parseLong(line.substring(0, blank)));
                                    }
                                }));
        return known;
    }
}
