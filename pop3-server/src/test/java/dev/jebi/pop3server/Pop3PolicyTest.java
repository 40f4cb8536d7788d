package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.KeptChoice;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mailstore.UniqueIds;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// What an account's own policy changes: RFC 2449 §6.5 and §6.7, and what DELE, RETR and the
/// maildrop mean.
final class Pop3PolicyTest {
    private static final String ONE = "Subject: one\r\n\r\n1\r\n";
    private static final String TWO = "Subject: two\r\n\r\n22\r\n";

    /// When messages of the site came, and some.
    private static final Instant CAME = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(CAME.plus(Duration.ofDays(1)));

    @TempDir private Path directory;
    private Pop3Site site;

    @BeforeEach
    void open() throws IOException {
        site = Pop3Site.open(directory, now::get);
        site.append(ONE);
        site.append(TWO);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void policy(UnaryOperator<Pop3Policy> change) throws IOException {
        var policies = new Pop3Policies(site.store);
        var account = site.account.id();
        assertThat(policies.put(account, change.apply(policies.of(account)))).isTrue();
    }

    private List<String> capabilities(Pop3Client client) throws IOException {
        return client.lines("CAPA").stream()
                .filter(line -> line.startsWith("EXPIRE") || line.startsWith("LOGIN-DELAY"))
                .toList();
    }

    private int kept() throws IOException {
        return site.store
                .kept()
                .list(site.account.id(), KeptChoice.ALL, Optional.empty(), 100)
                .size();
    }

    @Test
    void aPolicyComesBackAsItWasPut() throws IOException {
        var policies = new Pop3Policies(site.store);
        var account = site.account.id();
        assertThat(policies.of(account)).isEqualTo(Pop3Policy.STANDARD);
        for (Deletion deletion :
                List.of(
                        new Deletion.AsServer(),
                        new Deletion.ForGood(),
                        new Deletion.Backup(OptionalInt.empty()),
                        new Deletion.Backup(OptionalInt.of(30)))) {
            var policy =
                    new Pop3Policy(
                            new MailboxName("받은 편지=함/a"),
                            deletion,
                            OptionalInt.of(7),
                            Duration.ofHours(2),
                            Duration.ofMinutes(5));
            assertThat(policies.put(account, policy)).isTrue();
            assertThat(policies.of(account)).isEqualTo(policy);
        }
        assertThat(policies.put(account, Pop3Policy.STANDARD)).isTrue();
        assertThat(policies.of(account)).isEqualTo(Pop3Policy.STANDARD);
        assertThat(policies.range()).isEqualTo(Pop3Range.NONE);
    }

    @Test
    void retrDeletesWithQuitAndCapaSaysSo() throws IOException {
        policy(p -> p.withExpireDays(OptionalInt.of(0)));
        try (var client = site.signIn()) {
            assertThat(capabilities(client)).containsExactly("EXPIRE 0");
            client.message("RETR 1");
            client.message("TOP 2 99");
            assertThat(client.message("RETR 1")).asString().isEqualTo(ONE);
            assertThat(client.send("STAT")).startsWith("+OK 2 ");
            assertThat(client.send("QUIT")).isEqualTo("+OK Bye; deleted 1");
        }
        try (var client = site.connect()) {
            assertThat(capabilities(client)).containsExactly("EXPIRE 0 USER");
        }
        try (var client = site.signIn()) {
            assertThat(client.lines("UIDL")).hasSize(1);
            client.message("RETR 1");
            client.send("RSET"); // nothing is deleted
            assertThat(client.send("QUIT")).isEqualTo("+OK Bye");
        }
        assertThat(site.messages()).isEqualTo(1);
    }

    @Test
    void withoutQuitNothingThatWasRetrievedGoes() throws IOException {
        policy(p -> p.withExpireDays(OptionalInt.of(0)));
        var client = site.signIn();
        client.message("RETR 1");
        client.vanish();
        site.awaitEnd();
        assertThat(site.messages()).isEqualTo(2);
    }

    @Test
    void whatWasRetrievedGoesSoManyDaysLater() throws IOException {
        policy(p -> p.withExpireDays(OptionalInt.of(10)));
        try (var client = site.signIn()) {
            assertThat(capabilities(client)).containsExactly("EXPIRE 10");
            client.message("RETR 1");
            client.vanish(); // the days count all the same
        }
        site.awaitEnd();
        now.set(now.get().plus(Duration.ofDays(9)));
        try (var client = site.signIn()) {
            client.message("RETR 1");
            client.message("RETR 2");
            assertThat(client.send("QUIT")).isEqualTo("+OK Bye");
        }
        now.set(now.get().plus(Duration.ofDays(1)));
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).startsWith("+OK 2 "); // still there to be had
            assertThat(client.send("QUIT")).isEqualTo("+OK Bye; deleted 1");
        }
        try (var client = site.signIn()) {
            assertThat(client.lines("TOP 1 0")).contains("Subject: two");
        }
    }

    @Test
    void eachAccountSaysWhatDeleMeans() throws IOException {
        policy(p -> p.withDeletion(new Deletion.ForGood()));
        try (var client = site.signIn()) {
            client.send("DELE 1");
            client.send("QUIT");
        }
        assertThat(kept()).isZero();
        policy(p -> p.withDeletion(new Deletion.Backup(OptionalInt.of(3))));
        try (var client = site.signIn()) {
            client.send("DELE 1");
            client.send("QUIT");
        }
        assertThat(kept()).isEqualTo(1);
        now.set(now.get().plus(Duration.ofDays(3)).plusSeconds(1));
        site.store.kept().expire(); // or the look after all of the start, if that came late
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> kept() == 0);
    }

    @Test
    void anotherMailboxCanBeTheMaildrop() throws IOException {
        var name = new MailboxName("받은 메일");
        policy(p -> p.withMaildrop(name));
        try (var client = site.connect()) {
            client.send("USER " + Pop3Site.LOGIN);
            assertThat(client.send("PASS " + Pop3Site.PASSWORD)).startsWith("-ERR [SYS/PERM] ");
        }
        site.store.create(site.account.id(), name, Optional.empty());
        try (var inbox = site.inbox()) {
            inbox.copy(UidSet.of(2), name);
        }
        try (var client = site.signIn()) {
            assertThat(client.message("RETR 1")).asString().isEqualTo(TWO);
            client.send("DELE 1");
            assertThat(client.send("QUIT")).isEqualTo("+OK Bye; deleted 1");
        }
        assertThat(site.messages()).isEqualTo(2);
    }

    @Test
    void whatIsTooYoungIsNotShown() throws IOException {
        policy(p -> p.withMinimalAge(Duration.ofHours(2)));
        now.set(CAME.plus(Duration.ofHours(2)).minusMillis(1));
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).isEqualTo("+OK 0 0");
            client.send("QUIT");
        }
        now.set(CAME.plus(Duration.ofHours(2)));
        try (var client = site.signIn()) {
            assertThat(client.send("STAT")).startsWith("+OK 2 ");
        }
    }

    @Test
    void signingInTooSoonIsRefusedWithoutTellingStrangers() throws IOException {
        policy(p -> p.withLoginDelay(Duration.ofMinutes(5)));
        try (var client = site.connect()) {
            assertThat(capabilities(client))
                    .containsExactly("EXPIRE NEVER", "LOGIN-DELAY 300 USER");
        }
        try (var client = site.signIn()) {
            assertThat(capabilities(client)).containsExactly("EXPIRE NEVER", "LOGIN-DELAY 300");
            client.send("QUIT");
        }
        now.set(now.get().plusSeconds(100));
        var elsewhere = new LoginDelays(site.store.register(), now::get); // as another node has it
        assertThat(elsewhere.left(site.account.id())).isEqualTo(Duration.ofSeconds(200));
        try (var client = site.connect()) {
            client.send("USER " + Pop3Site.LOGIN);
            assertThat(client.send("PASS wrong")).startsWith("-ERR [AUTH]");
            client.send("USER " + Pop3Site.LOGIN);
            assertThat(client.send("PASS " + Pop3Site.PASSWORD))
                    .isEqualTo(
                            "-ERR [LOGIN-DELAY] You were here less than 300 seconds ago; try again"
                                    + " in 200 seconds");
            now.set(now.get().plusSeconds(200)); // the refusal did not begin the delay anew
            client.send("USER " + Pop3Site.LOGIN);
            assertThat(client.send("PASS " + Pop3Site.PASSWORD)).startsWith("+OK");
        }
        policy(p -> Pop3Policy.STANDARD);
        try (var client = site.connect()) {
            assertThat(capabilities(client)).containsExactly("EXPIRE NEVER");
        }
    }

    @Test
    void idsThatClientsKnowFromElsewhereStay() throws IOException {
        long validity;
        try (var inbox = site.inbox()) {
            validity = inbox.info().uidValidity().value();
        }
        site.append("Subject: three\r\n\r\n3\r\n");
        var ids = new UniqueIds(site.store.register());
        var account = site.account.id();
        // one looks like what we call the third message, one is none
        var brought = Map.of(new Uid(1), "0000000a4c0a2ab0", new Uid(2), validity + ".3");
        assertThat(ids.put(account, validity, brought)).isEqualTo(2);
        assertThat(ids.put(account, validity, Map.of(new Uid(3), "a b"))).isZero();
        try (var client = site.signIn()) {
            assertThat(client.lines("UIDL"))
                    .containsExactly(
                            "1 0000000a4c0a2ab0", "2 " + validity + ".3", "3 " + validity + ".3j");
            assertThat(client.send("UIDL 1")).isEqualTo("+OK 1 0000000a4c0a2ab0");
        }
    }
}
