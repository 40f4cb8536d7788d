package dev.jebi.pop3server;

import dev.jebi.mailstore.MailStore;
import dev.jebi.wire.Wire;

import java.time.InstantSource;

/// The POP3 face of a store. Safe for use by several threads.
public final class Pop3Face {
    private final Pop3House house;

    /// A face that speaks for this store.
    public Pop3Face(Pop3Settings settings, MailStore store, InstantSource clock) {
        this.house =
                new Pop3House(
                        settings,
                        store,
                        new Pop3Policies(store),
                        new LoginDelays(store.register(), clock),
                        clock);
    }

    /// Runs one session to its end; never throws for what a client does. The caller closes the
    /// wire.
    public void session(Wire wire) {
        new Pop3Session(wire, house).run();
    }
}
