package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.transfer.addresses.Entry;
import dev.jebi.transfer.addresses.Posting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What addresses lead to, from RCPT to the mailbox and the queue.
final class AliasesTest {
    private static final String MESSAGE = "From: <pat@far.test>\nSubject: hello\n\nhi\n";

    @TempDir private Path directory;
    private FilingSite site;

    @BeforeEach
    void open() throws IOException {
        site = new FilingSite(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anAliasLeadsToOneAccount() throws IOException {
        site.alias("info@here.test", "bob@here.test");
        assertThat(site.send(MESSAGE, "INFO@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void anAccountThatSeveralAddressesLeadToGetsOneCopy() throws IOException {
        site.alias("all@here.test", "bob@here.test", "ann@here.test", "info@here.test");
        site.alias("info@here.test", "bob@here.test");
        site.send(MESSAGE, "all@here.test", "bob@here.test", "info@here.test", "bob+x@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.inbox(site.ann)).hasSize(1);
    }

    @Test
    void subaddressesAreTheUsers() throws IOException {
        site.alias("info@here.test", "ann@here.test");
        assertThat(site.send(MESSAGE, "bob+shop@here.test", "info+a+b@here.test").code())
                .isEqualTo(250);
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.inbox(site.ann)).hasSize(1);
    }

    @Test
    void whatIsUnknownIsRefused() throws IOException {
        assertThat(site.send(MESSAGE, "nobody@here.test").text()).startsWith("550 5.1.1");
        assertThat(site.send(MESSAGE, "nobody+bob@here.test").text()).startsWith("550 5.1.1");
        assertThat(site.send(MESSAGE, "+bob@here.test").text()).startsWith("550 5.1.1");
    }

    @Test
    void theCatchAllGetsTheRestOfItsDomainButNotPostmaster() throws IOException {
        var book = site.filing.addresses().book();
        book.catchAll(Domain.parse("here.test"), Optional.of(site.cleo.address()));
        assertThat(site.send(MESSAGE, "whatever@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.cleo)).hasSize(1);
        assertThat(site.send(MESSAGE, "postmaster@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.send(MESSAGE, "whatever@also.test").code()).isEqualTo(550);
    }

    @Test
    void aDomainCanBeAnotherNameOfOne() throws IOException {
        site.filing
                .addresses()
                .book()
                .domainAlias(Domain.parse("also.test"), Optional.of(Domain.parse("here.test")));
        site.alias("info@here.test", "ann@here.test");
        site.send(MESSAGE, "bob+x@also.test", "info@also.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.inbox(site.ann)).hasSize(1);
        assertThat(site.send(MESSAGE, "nobody@also.test").code()).isEqualTo(550);
    }

    @Test
    void aliasesInACircleAreRefusedAtRcpt() throws IOException {
        site.alias("one@here.test", "two@here.test");
        site.alias("two@here.test", "one@here.test");
        assertThat(site.send(MESSAGE, "one@here.test").text()).startsWith("550 5.4.6");
    }

    @Test
    void anAliasElsewhereIsPassedOnWithAReversePathOfOurs() throws IOException {
        site.alias("info@here.test", "kim@away.test", "bob@here.test");
        assertThat(site.send(MESSAGE, "info@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.bob)).hasSize(1);
        assertThat(site.queue()).hasSize(1);
        String way = site.queue().getFirst();
        assertThat(way)
                .matches("<SRS0=[A-Z2-7]{6}=[A-Z2-7]{2}=far.test=pat@here.test> kim@away.test");
        assertThat(site.queued(0)).startsWith("Delivered-To: info@here.test\r\nReceived: ");
        String back = way.substring(1, way.indexOf('>'));
        assertThat(site.from("", MESSAGE, back).code()).isEqualTo(250);
        assertThat(site.queue()).contains("<> pat@far.test");
    }

    @Test
    void aReportToARewrittenAddressThatIsForgedOrOldIsRefused() throws IOException {
        site.alias("info@here.test", "kim@away.test");
        site.send(MESSAGE, "info@here.test");
        String way = site.queue().getFirst();
        String back = way.substring(1, way.indexOf('>'));
        assertThat(site.from("", MESSAGE, back.replace("=pat@", "=eve@")).text())
                .startsWith("550 5.1.1");
        site.clock.advance(Duration.ofDays(40));
        assertThat(site.from("", MESSAGE, back).text()).startsWith("550 5.1.1");
    }

    @Test
    void whatWasPassedOnBeforeIsNotPassedOnOnceMore() throws IOException {
        site.alias("info@here.test", "kim@away.test");
        var reply = site.send("Delivered-To: info@here.test\n" + MESSAGE, "info@here.test");
        assertThat(reply.text()).startsWith("550 5.4.6");
        assertThat(site.queue()).isEmpty();
    }

    @Test
    void forwardedMailIsKeptOnlyWhereThatIsWished() throws IOException {
        site.forward(site.bob, false, "bob@away.test");
        site.forward(site.ann, true, "ann@away.test", "cleo@here.test");
        site.send(MESSAGE, "bob@here.test", "ann@here.test");
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(site.inbox(site.ann)).hasSize(1);
        assertThat(site.inbox(site.cleo)).hasSize(1);
        assertThat(site.queue()).hasSize(2);
    }

    @Test
    void mailForwardedInACircleStays() throws IOException {
        site.forward(site.bob, false, "ann@here.test");
        site.forward(site.ann, false, "bob@here.test");
        assertThat(site.send(MESSAGE, "bob@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.bob).size() + site.inbox(site.ann).size()).isEqualTo(1);
        site.forward(site.cleo, false, "cleo@away.test");
        site.send("Delivered-To: cleo@here.test\n" + MESSAGE, "cleo@here.test");
        assertThat(site.inbox(site.cleo)).hasSize(1);
        assertThat(site.queue()).isEmpty();
    }

    @Test
    void mailForwardedToNobodyStays() throws IOException {
        site.forward(site.bob, false, "nobody@here.test");
        site.send(MESSAGE, "bob@here.test");
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void mailOfAListSaysSoAndItsBouncesComeBackToTheOwners() throws IOException {
        site.list("friends@here.test", Posting.ANYBODY, "bob@here.test", "kim@away.test");
        site.send("List-Id: <old.far.test>\n" + MESSAGE, "friends@here.test");
        String copy = site.inbox(site.bob).getFirst();
        assertThat(copy)
                .startsWith(
                        "Return-Path: <friends-bounces@here.test>\r\n"
                                + "List-Id: \"Friends of here\"\r\n\t<friends.here.test>\r\n"
                                + "List-Post: <mailto:friends@here.test>\r\n")
                .doesNotContain("old.far.test")
                .endsWith("From: <pat@far.test>\r\nSubject: hello\r\n\r\nhi\r\n");
        assertThat(site.queue()).containsExactly("<friends-bounces@here.test> kim@away.test");
        assertThat(site.from("", MESSAGE, "friends-bounces@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.cleo)).hasSize(1);
    }

    @Test
    void aListTakesNothingThatItHasSent() throws IOException {
        site.list("friends@here.test", Posting.ANYBODY, "bob@here.test");
        var reply = site.send("List-Id: <friends.here.test>\n" + MESSAGE, "friends@here.test");
        assertThat(reply.text()).startsWith("550 5.4.6");
    }

    @Test
    void reportsToAListGoToItsOwners() throws IOException {
        site.list("friends@here.test", Posting.ANYBODY, "bob@here.test");
        site.from("", MESSAGE, "friends@here.test");
        assertThat(site.inbox(site.bob)).isEmpty();
        assertThat(site.inbox(site.cleo)).hasSize(1);
    }

    @Test
    void onlyThoseWriteToAListWhoMay() throws IOException {
        site.list("friends@here.test", Posting.MEMBERS, "bob@here.test", "kim@away.test");
        assertThat(site.send(MESSAGE, "friends@here.test").text()).startsWith("550 5.7.2");
        assertThat(site.from("kim@away.test", MESSAGE, "friends@here.test").code()).isEqualTo(250);
        // nobody has signed in as bob
        assertThat(site.from("bob@here.test", MESSAGE, "friends@here.test").text())
                .startsWith("550 5.7.2");
        assertThat(site.inbox(site.bob)).hasSize(1);
    }

    @Test
    void whoMayNotWriteToOneOfSeveralIsTold() throws IOException {
        site.list("friends@here.test", Posting.OWNERS, "bob@here.test");
        assertThat(site.send(MESSAGE, "ann@here.test", "friends@here.test").code()).isEqualTo(250);
        assertThat(site.inbox(site.ann)).hasSize(1);
        assertThat(site.queue()).containsExactly("<> pat@far.test");
        assertThat(site.queued(0)).contains("friends@here.test").contains("5.7.2");
    }

    @Test
    void whoHasAnAliasAloneMaySendWithIt() throws IOException {
        site.alias("info@here.test", "bob@here.test");
        site.alias("both@here.test", "bob@here.test", "ann@here.test");
        var addresses = site.filing.addresses();
        assertThat(addresses.mayBe(site.bob, Address.parse("info@here.test"))).isTrue();
        assertThat(addresses.mayBe(site.bob, Address.parse("bob+x@here.test"))).isTrue();
        assertThat(addresses.mayBe(site.ann, Address.parse("info@here.test"))).isFalse();
        assertThat(addresses.mayBe(site.ann, Address.parse("both@here.test"))).isFalse();
        assertThat(addresses.mayBe(site.ann, Address.parse("ann@far.test"))).isFalse();
    }

    @Test
    void whatIsWrittenIsThereAfterARestart() throws IOException {
        site.alias("info@here.test", "bob@here.test");
        site.list("friends@here.test", Posting.MEMBERS, "bob@here.test");
        site.forward(site.ann, true, "ann@away.test");
        site.filing
                .addresses()
                .book()
                .catchAll(Domain.parse("also.test"), Optional.of(site.bob.address()));
        var entries = List.copyOf(site.filing.addresses().book().entries());
        var ann = site.ann.id();
        var forward = site.filing.addresses().book().forward(ann);
        site.close();
        site = new FilingSite(directory);
        var book = site.filing.addresses().book();
        assertThat(book.entries()).containsExactlyElementsOf(entries);
        assertThat(book.entry(Address.parse("info@here.test")))
                .get()
                .isInstanceOf(Entry.Alias.class);
        assertThat(book.forward(ann)).isEqualTo(forward).isPresent();
        assertThat(book.catchAll(Domain.parse("also.test"))).contains(site.bob.address());
    }
}
