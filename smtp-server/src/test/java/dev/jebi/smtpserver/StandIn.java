package dev.jebi.smtpserver;

import dev.jebi.mailstore.Acceptance;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.MailStore;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;

/// A store before a real one, which accepts messages as a test wants.
final class StandIn {
    private StandIn() {}

    /// What is done in place of the real store's accept.
    interface Accepting {
        Acceptance accept(MailStore real, Incoming message) throws IOException;
    }

    static MailStore before(MailStore real, Accepting accepting) {
        return (MailStore)
                Proxy.newProxyInstance(
                        StandIn.class.getClassLoader(),
                        new Class<?>[] {MailStore.class},
                        (_, method, given) -> {
                            if (method.getName().equals("accept")) {
                                return accepting.accept(
                                        real, (Incoming) Objects.requireNonNull(given)[0]);
                            }
                            try {
                                return method.invoke(real, given);
                            } catch (InvocationTargetException e) {
                                throw Objects.requireNonNull(e.getCause());
                            }
                        });
    }
}
