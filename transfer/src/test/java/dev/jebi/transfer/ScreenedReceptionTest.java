package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.testkit.FakeDns;
import dev.jebi.transfer.abuse.BlockLists;
import dev.jebi.transfer.abuse.Greylist;
import dev.jebi.transfer.abuse.Inspected;
import dev.jebi.transfer.abuse.Inspector;
import dev.jebi.transfer.abuse.ListRule;
import dev.jebi.transfer.abuse.Screening;
import dev.jebi.wire.Network;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What strangers go through before their mail is taken: lists in the DNS, the greylist, other
/// programs.
@Timeout(300)
final class ScreenedReceptionTest {
    private static final String MESSAGE =
            "From: ann@sender.test\r\nSubject: Hello\r\n\r\nHow are you?\r\n";

    @TempDir private Path directory;

    private final SettableClock clock = new SettableClock();
    private final FakeDns dns = new FakeDns();
    private MailStore store;
    private Reception reception;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, clock);
        store.directory().addDomain(Domain.parse("here.test"));
        for (String name : List.of("bob", "postmaster")) {
            store.directory().addAccount(Address.parse(name + "@here.test"), "secret", 0, 0);
        }
        reception =
                new Reception(
                        Filing.standard(store, "mx.here.test", clock),
                        "mx.here.test",
                        (_, _, _) -> {},
                        ReceptionLimits.STANDARD,
                        clock);
        for (String zone : List.of("bl.test", "junk.test", "white.test")) {
            dns.has("2.0.0.127." + zone, "A 127.0.0.2");
        }
        dns.has("test.domains.test", "A 127.0.1.2");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void screen(boolean grey, List<Inspector> inspectors, String... lists) {
        screen(Tests.PATIENCE, grey, inspectors, lists);
    }

    /// @param time in which lists answer
    private void screen(Duration time, boolean grey, List<Inspector> inspectors, String... lists) {
        var rules = Arrays.stream(lists).map(ListRule::parse).toList();
        var terms =
                new Greylist.Terms(Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofDays(36));
        reception.screen(
                new Screening(
                        new Screening.Parts(
                                Optional.of(new BlockLists(rules, dns, time, clock)),
                                grey
                                        ? Optional.of(new Greylist(store.register(), terms, clock))
                                        : Optional.empty(),
                                inspectors,
                                List.of(Network.parse("203.0.113.0/24"))),
                        store.trace(),
                        clock));
    }

    private static ClientIdentity client(String ip, boolean trusted) {
        return new ClientIdentity(
                "out.sender.test",
                true,
                InetAddress.ofLiteral(ip),
                trusted,
                Optional.empty(),
                Optional.empty());
    }

    /// The reply to RCPT, or to the content where that is taken.
    private Reply offer(ClientIdentity client, String from, String to, String message)
            throws IOException {
        var sender = from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(from));
        try (var claims = new Claims()) {
            var path = new ForwardPath.To(Address.parse(to));
            return switch (reception.recipient(
                    client, sender, path, OptionalLong.empty(), claims)) {
                case RecipientVerdict.Refused(var reply) -> reply;
                case RecipientVerdict.Taken(var recipient) ->
                        reception.accept(
                                client,
                                new Envelope(sender, List.of(recipient), false),
                                new Arrived(
                                        "id1",
                                        Content.of(message.getBytes(StandardCharsets.UTF_8)),
                                        false,
                                        false,
                                        false,
                                        false));
            };
        }
    }

    private Reply offer(String ip) throws IOException {
        return offer(client(ip, false), "ann@sender.test", "bob@here.test", MESSAGE);
    }

    private List<String> in(String mailbox) throws IOException {
        var bob = store.directory().account("bob@here.test").orElseThrow();
        try (var open = store.open(bob.id(), new MailboxName(mailbox)).orElseThrow()) {
            return Arrays.stream(open.uids()).mapToObj(uid -> text(open, uid)).toList();
        }
    }

    private static String text(dev.jebi.mailstore.Mailbox mailbox, long uid) {
        try {
            var octets = mailbox.content(new Uid(uid)).orElseThrow().octets();
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whoIsListedIsRefusedWithTheListsOwnWords() throws IOException {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.2", "TXT see https://bl.test/?192.0.2.1");
        screen(false, List.of(), "bl.test");
        assertThat(offer("192.0.2.1").text())
                .isEqualTo(
                        "550 5.7.1 Not taken: 192.0.2.1 is on the list bl.test (see"
                                + " https://bl.test/?192.0.2.1)");
        assertThat(offer("192.0.2.2").positive()).isTrue();
        assertThat(in("INBOX")).hasSize(1);
    }

    @Test
    void postmasterIsReachedByWhoeverIsListed() throws IOException {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.2");
        screen(true, List.of(), "bl.test");
        var reply =
                offer(
                        client("192.0.2.1", false),
                        "ann@sender.test",
                        "Postmaster@here.test",
                        MESSAGE);
        assertThat(reply.positive()).isTrue();
    }

    @Test
    void trustedHostsAndExceptedNetworksAreNotAskedAbout() throws IOException {
        dns.has("1.2.0.192.bl.test", "A 127.0.0.2").has("1.113.0.203.bl.test", "A 127.0.0.2");
        screen(true, List.of(), "bl.test");
        var trusted = client("192.0.2.1", true);
        assertThat(offer(trusted, "ann@sender.test", "bob@here.test", MESSAGE).positive()).isTrue();
        assertThat(offer("203.0.113.1").positive()).isTrue();
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void eachListHasItsAction() throws IOException {
        dns.has("1.2.0.192.junk.test", "A 127.0.0.2", "TXT dull");
        dns.has("2.2.0.192.bl.test", "A 127.0.0.2");
        dns.has("2.2.0.192.white.test", "A 127.0.0.2");
        dns.has("3.2.0.192.bl.test", "A 127.0.0.4");
        dns.has("bad.test.domains.test", "A 127.0.1.2");
        screen(
                false,
                List.of(),
                "junk.test;action=junk",
                "bl.test;action=defer;codes=127.0.0.2-3",
                "white.test;action=allow",
                "domains.test;of=sender");
        assertThat(offer("192.0.2.1").positive()).isTrue();
        assertThat(in("Junk").getFirst()).contains("X-Jebi-Screening: junk.test=127.0.0.2\r\n");
        assertThat(offer("192.0.2.2").positive()).isTrue(); // on both lists
        assertThat(offer("192.0.2.3").positive()).isTrue(); // with a code that does not count
        assertThat(in("INBOX")).hasSize(2);
        dns.has("4.2.0.192.bl.test", "A 127.0.0.3");
        assertThat(offer("192.0.2.4").text()).startsWith("451 4.7.1 Not taken for now: 192.0.2.4");
        assertThat(offer(client("192.0.2.9", false), "x@bad.test", "bob@here.test", MESSAGE).text())
                .startsWith("550 5.7.1 Not taken: bad.test is on the list domains.test");
    }

    @Test
    void aListThatListsTheWorldOrIsSilentListsNobody() throws IOException {
        dns.has("1.0.0.127.bl.test", "A 127.0.0.2").has("1.2.0.192.bl.test", "A 127.0.0.2");
        dns.silent("2.0.0.127.slow.test");
        screen(Duration.ofSeconds(2), false, List.of(), "bl.test", "ended.test", "slow.test");
        assertThat(offer("192.0.2.1").positive()).isTrue();
        dns.has("9.2.0.192.ended.test", "A 127.0.0.2");
        screen(false, List.of(), "ended.test;test=off");
        assertThat(offer("192.0.2.9").code()).isEqualTo(550);
    }

    @Test
    void aFieldThatAStrangerBringsIsTakenOut() throws IOException {
        screen(false, List.of());
        var reply =
                offer(
                        client("192.0.2.1", false),
                        "ann@sender.test",
                        "bob@here.test",
                        "X-Jebi-Screening: all=good\r\n" + MESSAGE);
        assertThat(reply.positive()).isTrue();
        assertThat(in("INBOX").getFirst()).doesNotContain("X-Jebi-Screening").endsWith(MESSAGE);
    }

    @Test
    void aStrangerHasToComeTwiceAndIsKnownThen() throws IOException {
        screen(true, List.of());
        assertThat(offer("192.0.2.1").text())
                .isEqualTo(
                        "451 4.7.1 Greylisted: we have not had mail from you before; try again in"
                                + " 300 seconds");
        clock.advance(Duration.ofMinutes(4));
        assertThat(offer("192.0.2.1").text()).endsWith("in 60 seconds");
        assertThat(offer(client("192.0.2.1", false), "", "bob@here.test", MESSAGE).code())
                .isEqualTo(451); // another sender is another first attempt
        clock.advance(Duration.ofMinutes(2));
        assertThat(offer("192.0.2.77").positive()).isTrue(); // from the same network
        assertThat(offer(client("192.0.2.3", false), "", "bob@here.test", MESSAGE).positive())
                .isTrue();
        clock.advance(Duration.ofDays(20));
        assertThat(offer("192.0.2.1").positive()).isTrue();
        clock.advance(Duration.ofDays(20));
        assertThat(offer("192.0.2.1").positive()).isTrue();
        clock.advance(Duration.ofDays(40));
        assertThat(offer("192.0.2.1").code()).isEqualTo(451);
    }

    @Test
    void whoComesAgainTooLateComesForTheFirstTime() throws IOException {
        screen(true, List.of());
        assertThat(offer("2001:db8::1").code()).isEqualTo(451);
        clock.advance(Duration.ofDays(3));
        assertThat(offer("2001:db8::1").text()).endsWith("in 300 seconds");
    }

    @Test
    void anotherProgramRefusesEditsDiscardsAndCallsJunk() throws IOException {
        screen(
                false,
                List.of(_ ->
                        new Inspected.Refused(Reply.of(550, "5.7.1", "Eicar"), "it has a virus")));
        assertThat(offer("192.0.2.1").text()).isEqualTo("550 5.7.1 Eicar");
        screen(false, List.of(_ -> new Inspected.Discarded("nobody wants it")));
        assertThat(offer("192.0.2.1").positive()).isTrue();
        assertThat(in("INBOX")).isEmpty();
        Inspector editing =
                offered -> {
                    var field = Content.of("X-Seen: yes\r\n".getBytes(StandardCharsets.US_ASCII));
                    var edited = Content.concat(field, offered.content());
                    return new Inspected.Passed(Optional.of(edited), "eye=1", Optional.empty());
                };
        Inspector calling =
                offered -> {
                    assertThat(offered.content().size()).isGreaterThan(MESSAGE.length());
                    return new Inspected.Passed(Optional.empty(), "", Optional.of("it is dull"));
                };
        screen(false, List.of(editing, calling));
        assertThat(offer("192.0.2.1").positive()).isTrue();
        assertThat(in("Junk").getFirst())
                .contains("X-Jebi-Screening: eye=1\r\n")
                .endsWith("X-Seen: yes\r\n" + MESSAGE);
    }

    @Test
    void whoMakesSendersUpDoesNotFillTheStore() throws IOException {
        screen(true, List.of());
        for (int i = 0; i < 1_050; i++) {
            var client = client("192.0.2." + i % 250, false);
            assertThat(offer(client, "a" + i + "@sender.test", "bob@here.test", MESSAGE).code())
                    .isEqualTo(451);
        }
        assertThat(store.register().values(Optional.empty(), "greylist-tried", 5_000))
                .hasSize(1_000);
        clock.advance(Duration.ofMinutes(6));
        var client = client("192.0.2.7", false);
        assertThat(offer(client, "a7@sender.test", "bob@here.test", MESSAGE).positive()).isTrue();
        assertThat(offer(client, "a1049@sender.test", "bob@here.test", MESSAGE).positive())
                .isTrue();
    }

    @Test
    void aListThatDidNotAnswerForAMomentIsAskedAgainSoon() throws IOException {
        dns.has("1.2.0.192.late.test", "A 127.0.0.2");
        screen(false, List.of(), "late.test");
        assertThat(offer("192.0.2.1").positive()).isTrue(); // its test entry is not there
        dns.has("2.0.0.127.late.test", "A 127.0.0.2");
        clock.advance(Duration.ofMinutes(6));
        assertThat(offer("192.0.2.1").code()).isEqualTo(550);
    }
}
