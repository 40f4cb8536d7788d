package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;

import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Signs in at a service, once, and tells in a few words what it is like there.
public final class Checkup {
    private static final List<String> WORTH_TELLING =
            List.of("IDLE", "MOVE", "QRESYNC", "CONDSTORE", "OBJECTID", "QUOTA", "UIDPLUS");

    private final Account account;

    public Checkup(Account account) {
        this.account = account;
    }

    /// Fails with what is wrong.
    public String of(Service service) {
        var connections = new Connections(account);
        var heard = new ArrayList<String>();
        try {
            switch (service) {
                case SMTP -> {
                    try (Transport transport = connections.transport()) {
                        heard.add(transport.isConnected() ? "signed in" : "not connected");
                    }
                }
                case IMAP, POP3 ->
                        connections.with(
                                service,
                                store -> {
                                    heard.add("signed in");
                                    if (store instanceof IMAPStore imap) {
                                        for (String word : WORTH_TELLING) {
                                            if (imap.hasCapability(word)) {
                                                heard.add(word);
                                            }
                                        }
                                    }
                                });
            }
        } catch (MessagingException e) {
            throw Faults.of(e, account.endpoint(service));
        } catch (IOException e) {
            throw new Failure(Failure.Kind.TRY_AGAIN, "it broke: " + e.getMessage(), e);
        }
        return String.join(" ", heard);
    }

    /// When the server took the newest message of INBOX, by its clock.
    public Optional<Instant> newest() throws IOException {
        var newest = new AtomicReference<@Nullable Instant>();
        new Connections(account)
                .with(
                        Service.IMAP,
                        store -> {
                            Folder inbox = store.getFolder("INBOX");
                            inbox.open(Folder.READ_ONLY);
                            int count = inbox.getMessageCount();
                            Date came =
                                    count == 0 ? null : inbox.getMessage(count).getReceivedDate();
                            newest.set(came == null ? null : came.toInstant());
                        });
        return Optional.ofNullable(newest.get());
    }
}
