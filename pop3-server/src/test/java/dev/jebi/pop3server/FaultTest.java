package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a client hears when the store fails (RFC 3206: `[SYS/TEMP]`). The store is a real one; some
/// of its methods can be made to fail.
final class FaultTest {
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    @TempDir private Path directory;
    private Pop3Site site;

    @BeforeEach
    void open() throws IOException {
        site = Pop3Site.open(directory, Pop3Site.SETTINGS, Optional.empty(), this::faulty);
        site.append("Subject: one\r\n\r\n1\r\n");
        site.append("Subject: two\r\n\r\n2\r\n");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aQuitThatCannotDeleteSaysSoAndFreesTheMaildrop() throws IOException {
        try (var client = site.signIn()) {
            client.send("DELE 1");
            failing.add("remove");
            assertThat(client.send("QUIT")).startsWith("-ERR [SYS/TEMP] Nothing was deleted");
            assertThat(client.rest()).isEmpty();
        }
        failing.clear();
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).startsWith("+OK 2 ");
        }
    }

    @Test
    void aMessageThatCannotBeReadIsRefusedAndTheSessionGoesOn() throws IOException {
        try (var client = site.signIn()) {
            failing.add("content");
            assertThat(client.send("RETR 1")).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.send("TOP 1 0")).startsWith("-ERR [SYS/TEMP]");
            failing.clear();
            assertThat(client.message("RETR 1")).asString().startsWith("Subject: one");
        }
    }

    @Test
    void aMaildropThatCannotBeOpenedIsNotLocked() throws IOException {
        try (var client = site.connect()) {
            for (String method : new String[] {"open", "forEach"}) {
                (method.equals("open") ? failing : broken).add(method);
                client.send("USER " + Pop3Site.LOGIN);
                assertThat(client.send("PASS " + Pop3Site.PASSWORD)).startsWith("-ERR [SYS/TEMP]");
                failing.clear();
            }
            assertThat(client.rest()).isEmpty(); // what is broken ends the session
        }
        broken.clear();
        site.signIn().close();
    }

    @Test
    void aFaultOfOursEndsTheSessionAndDeletesNothing() throws IOException {
        try (var client = site.signIn()) {
            client.send("DELE 1");
            broken.add("content");
            assertThat(client.send("RETR 2")).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.rest()).isEmpty();
        }
        broken.clear();
        site.awaitEnd();
        assertThat(site.messages()).isEqualTo(2);
    }

    private MailStore faulty(MailStore store) {
        return wrap(MailStore.class, store);
    }

    private <T> T wrap(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (failing.contains(method.getName())) {
                                throw new IOException("no " + method.getName() + ", as ordered");
                            }
                            if (broken.contains(method.getName())) {
                                throw new IllegalStateException("broken, as ordered");
                            }
                            try {
                                return opened(method.invoke(real, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private Object opened(Object answer) {
        return answer instanceof Optional<?> found && found.orElse(null) instanceof Mailbox mailbox
                ? Optional.of(wrap(Mailbox.class, mailbox))
                : answer;
    }
}
