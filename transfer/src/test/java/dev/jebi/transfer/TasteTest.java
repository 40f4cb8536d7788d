package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.TraceQuery;
import dev.jebi.mailstore.UidSet;
import dev.jebi.transfer.abuse.LearnedTaste;
import dev.jebi.transfer.abuse.Learner;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the owner of a mailbox teaches by moving mail into the mailbox for junk and out of it.
@Timeout(300)
final class TasteTest {
    private static final MailboxName JUNK = new MailboxName("Junk");
    private static final MailboxName TRASH = new MailboxName("Trash");
    private static final String SPAM =
            "You have won the casino lottery prize %d! Click here to claim your winnings now,"
                    + " cheap pills and loans, unlimited bonus jackpot guaranteed offer.\r\n";
    private static final String HAM =
            "Please find the minutes of meeting %d and the budget draft for review before our"
                    + " lunch on Thursday; the quarterly report follows with regards from us.\r\n";

    @TempDir private Path directory;

    private final SettableClock clock = new SettableClock();
    private final List<String> taughtElsewhere = new CopyOnWriteArrayList<>();
    private MailStore store;
    private Account bob;
    private Learner learner;
    private Reception reception;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, clock);
        store.directory().addDomain(Domain.parse("here.test"));
        bob =
                store.directory()
                        .addAccount(Address.parse("bob@here.test"), "secret", 0, 0)
                        .orElseThrow();
        store.directory().addAccount(Address.parse("eve@here.test"), "secret", 0, 0);
        var taste = new LearnedTaste(store.register(), clock);
        learner =
                new Learner(
                        store,
                        taste,
                        "mx.here.test",
                        List.of((_, junk) -> taughtElsewhere.add(junk ? "junk" : "good")));
        reception =
                new Reception(
                        Filing.standard(store, "mx.here.test", clock).with(taste),
                        "mx.here.test",
                        (_, _, _) -> {},
                        ReceptionLimits.STANDARD,
                        clock);
    }

    @AfterEach
    void close() {
        learner.close();
        store.close();
    }

    private void receive(String to, String text) throws IOException {
        var client =
                new ClientIdentity(
                        "far.test",
                        true,
                        InetAddress.ofLiteral("192.0.2.1"),
                        false,
                        Optional.empty(),
                        Optional.empty());
        var account = store.directory().account(to).orElseThrow();
        var recipient = new Recipient.Local(account.address(), account.id());
        var envelope =
                new Envelope(
                        ReversePath.of(Address.parse("a@far.test")), List.of(recipient), false);
        var octets = ("From: a@far.test\r\nSubject: Hi\r\n\r\n" + text);
        var reply =
                reception.accept(
                        client,
                        envelope,
                        new Arrived(
                                "id",
                                Content.of(octets.getBytes(StandardCharsets.UTF_8)),
                                false,
                                false,
                                false,
                                false));
        assertThat(reply.positive()).isTrue();
    }

    private int count(String account, MailboxName mailbox) {
        var owner = store.directory().account(account).orElseThrow();
        return (int) store.mailbox(owner.id(), mailbox).orElseThrow().exists();
    }

    private void move(MailboxName from, MailboxName to) throws IOException {
        try (var mailbox = store.open(bob.id(), from).orElseThrow()) {
            var _ = mailbox.move(UidSet.ALL, to);
        }
    }

    private void readAll() throws IOException {
        read(UidSet.ALL);
    }

    private void read(UidSet which) throws IOException {
        try (var inbox = store.open(bob.id(), MailboxName.INBOX).orElseThrow()) {
            var _ =
                    inbox.store(
                            which,
                            new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Seen")),
                            Optional.empty());
        }
    }

    /// Bob puts six messages of spam among the junk, and has read six others.
    private void teach() throws IOException {
        for (int i = 0; i < 6; i++) {
            receive("bob@here.test", SPAM.formatted(i));
        }
        move(MailboxName.INBOX, JUNK);
        await().atMost(Tests.PATIENCE).until(() -> !learned().isEmpty());
        String first = learned(); // while there is nothing in the inbox
        for (int i = 0; i < 6; i++) {
            receive("bob@here.test", HAM.formatted(i));
        }
        readAll();
        receive("bob@here.test", SPAM.formatted(99));
        moveLastToJunk();
        await().atMost(Tests.PATIENCE).until(() -> !learned().equals(first));
        learner.close(); // when the last lesson has been learned
        assertThat(taughtElsewhere).hasSize(7);
    }

    /// What is kept of Bob's lessons, in no words; empty before the end of the first.
    private String learned() throws IOException {
        var kept = store.register().value(Register.Name.of(bob.id(), "junk-words", "all"));
        return kept.map(HexFormat.of()::formatHex).orElse("");
    }

    @Test
    void whatTheOwnerPutsAmongTheJunkIsPutThereFromThenOn() throws IOException {
        teach();
        int before = count("bob@here.test", JUNK);
        int inbox = count("bob@here.test", MailboxName.INBOX);
        receive("bob@here.test", SPAM.formatted(100));
        await().atMost(Tests.PATIENCE).until(() -> count("bob@here.test", JUNK) == before + 1);
        receive("bob@here.test", HAM.formatted(100));
        assertThat(count("bob@here.test", MailboxName.INBOX)).isEqualTo(inbox + 1);
        store.trace().flush();
        assertThat(store.trace().find(TraceQuery.of("a@far.test")).toString())
                .contains("its words are those of what the owner puts there");
    }

    @Test
    void whatOneOwnerTeachesIsForThatAccountAlone() throws IOException {
        teach();
        receive("eve@here.test", SPAM.formatted(1));
        assertThat(count("eve@here.test", MailboxName.INBOX)).isEqualTo(1);
    }

    @Test
    void whatIsThrownAwayFromTheJunkTeachesNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            receive("bob@here.test", SPAM.formatted(i));
        }
        move(MailboxName.INBOX, JUNK);
        await().atMost(Tests.PATIENCE).until(() -> taughtElsewhere.size() == 3);
        move(JUNK, TRASH);
        receive("bob@here.test", HAM.formatted(1));
        move(MailboxName.INBOX, JUNK);
        await().atMost(Tests.PATIENCE).until(() -> taughtElsewhere.size() == 4);
        move(JUNK, MailboxName.INBOX);
        await().atMost(Tests.PATIENCE).until(() -> taughtElsewhere.size() == 5);
        assertThat(taughtElsewhere).containsExactly("junk", "junk", "junk", "junk", "good");
    }

    @Test
    void whatIsReadLaterIsLearnedLater() throws IOException {
        for (int i = 0; i < 3; i++) {
            receive("bob@here.test", HAM.formatted(i));
        }
        read(UidSet.of(2));
        putAmongTheJunk(SPAM.formatted(1));
        await().atMost(Tests.PATIENCE).until(() -> learnedGood().equals("0 2"));
        readAll();
        putAmongTheJunk(SPAM.formatted(2));
        await().atMost(Tests.PATIENCE).until(() -> learnedGood().equals("0 1:3"));
    }

    private void putAmongTheJunk(String text) throws IOException {
        receive("bob@here.test", text);
        moveLastToJunk();
    }

    private void moveLastToJunk() throws IOException {
        try (var inbox = store.open(bob.id(), MailboxName.INBOX).orElseThrow()) {
            long[] uids = inbox.uids();
            var _ = inbox.move(UidSet.of(uids[uids.length - 1]), JUNK);
        }
    }

    /// The UIDs of what was learned as good.
    private String learnedGood() throws IOException {
        var kept = store.register().value(Register.Name.of(bob.id(), "junk-mark", "inbox"));
        return kept.map(octets -> new String(octets, StandardCharsets.US_ASCII)).orElse("");
    }
}
