package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;

import org.eclipse.angus.mail.imap.IMAPStore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
}
