package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Domain;
import dev.jebi.dmarc.DmarcResult;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.TraceQuery;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.transfer.verification.Action;
import dev.jebi.transfer.verification.DomainPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What becomes of mail from strangers, by what can be found out about it.
final class VerifiedReceptionTest {
    private static final String MAIL =
            "From: Ann <ann@a.test>\r\nTo: bob@here.test\r\nSubject: hello\r\n\r\nhello\r\n";
    private static final MailboxName JUNK = new MailboxName("Junk");

    @TempDir private Path directory = Path.of("");
    private VerifyingSite site;

    @BeforeEach
    void open() throws Exception {
        site = new VerifyingSite(directory, VerifyingSite.settings(DomainPolicy.STANDARD));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void reopen(DomainPolicy policy, String... sealers) throws Exception {
        site.close();
        site =
                new VerifyingSite(
                        directory.resolve("other"), VerifyingSite.settings(policy, sealers));
    }

    private void ann(String policy) {
        site.dns.has("a.test", "TXT v=spf1 ip4:192.0.2.1 -all");
        site.dns.has("_dmarc.a.test", "TXT v=DMARC1; p=" + policy);
        site.dns.pointer("192.0.2.1", "client.test").has("client.test", "A 192.0.2.1");
    }

    @Test
    void whatIsFoundOutStandsAboveTheMessage() throws Exception {
        ann("reject");
        site.key("a.test");
        String signed = site.signed("a.test", MAIL);
        assertThat(site.receive("192.0.2.1", "ann@a.test", signed).code()).isEqualTo(250);
        assertThat(site.inbox())
                .startsWith(
                        "Return-Path: <ann@a.test>\r\nAuthentication-Results: mx.here.test;\r\n"
                                + "\tspf=pass smtp.mailfrom=ann@a.test;\r\n")
                .contains(
                        "\tspf=none smtp.helo=client.test;\r\n",
                        "\tdkim=pass header.d=a.test header.s=s header.a=ed25519-sha256\r\n",
                        "\tdmarc=pass header.from=a.test polrec.p=reject polrec.domain=a.test;\r\n",
                        "\tarc=none;\r\n",
                        "\tiprev=pass policy.iprev=192.0.2.1 policy.ptr=client.test\r\nReceived: ")
                .endsWith(signed);
    }

    @Test
    void mailThatADomainDoesNotStandBehindIsRefusedWhereItAsksForIt() throws Exception {
        ann("reject");
        var reply = site.receive("192.0.2.66", "mallory@m.test", MAIL);
        assertThat(reply.text())
                .isEqualTo(
                        "550 5.7.26 a.test does not stand behind this message: neither SPF nor DKIM"
                            + " passed for it, and its DMARC policy (a.test) asks that such mail is"
                            + " refused");
        assertThat(site.inbox()).isEmpty();
        site.store.trace().flush();
        var traced = site.store.trace().find(TraceQuery.of("id-1")).getFirst().events();
        assertThat(traced)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.step()).isEqualTo(TraceStep.CHECKED);
                    assertThat(event.sentence())
                            .startsWith("It was refused: a.test does not stand behind");
                    assertThat(event.facts())
                            .containsEntry("dmarc", "fail")
                            .containsEntry("spf", "none");
                });
    }

    @Test
    void aSignatureIsEnoughWhereSpfFails() throws Exception {
        ann("reject");
        site.key("a.test");
        String signed = site.signed("a.test", MAIL);
        assertThat(site.receive("192.0.2.66", "list@l.test", signed).code()).isEqualTo(250);
    }

    @Test
    void aBrokenSignatureIsNone() throws Exception {
        ann("reject");
        site.key("a.test");
        String changed = site.signed("a.test", MAIL) + "Buy!\r\n";
        assertThat(site.receive("192.0.2.66", "ann@a.test", changed).code()).isEqualTo(550);
    }

    @Test
    void whatIsToBeQuarantinedIsJunk() throws Exception {
        ann("quarantine");
        assertThat(site.receive("192.0.2.66", "mallory@m.test", MAIL).code()).isEqualTo(250);
        assertThat(site.inbox()).isEmpty();
        assertThat(site.only("bob@here.test", JUNK)).endsWith(MAIL);
    }

    @Test
    void spfAloneDecidesNothingUnlessItIsWishedSo() throws Exception {
        ann("none");
        assertThat(site.receive("192.0.2.66", "ann@a.test", MAIL).code()).isEqualTo(250);
        assertThat(site.inbox()).contains("spf=fail", "dmarc=fail");
        reopen(DomainPolicy.STANDARD.with("spf=reject"));
        ann("none");
        site.dns.has("b.test", "TXT v=spf1 -all exp=why.b.test").has("why.b.test", "TXT not %{i}");
        assertThat(site.receive("192.0.2.66", "x@b.test", MAIL).text())
                .isEqualTo(
                        "550 5.7.23 192.0.2.66 may not send mail for b.test (SPF); the domain says:"
                                + " not 192.0.2.66");
    }

    @Test
    void aClientWithoutANameIsRefusedWhereItIsWishedSo() throws Exception {
        reopen(DomainPolicy.STANDARD.with("iprev=reject"));
        ann("none");
        assertThat(site.receive("192.0.2.66", "mallory@m.test", MAIL).text())
                .startsWith("550 5.7.25 ");
        assertThat(site.receive("192.0.2.1", "ann@a.test", MAIL).code()).isEqualTo(250);
    }

    @Test
    void whatCannotBeDecidedNowIsPutOffWhereItIsWishedSo() throws Exception {
        ann("reject");
        site.dns.fails("_dmarc.a.test", "TXT");
        assertThat(site.receive("192.0.2.66", "mallory@m.test", MAIL).code()).isEqualTo(250);
        assertThat(site.inbox()).contains("dmarc=temperror");
        reopen(DomainPolicy.STANDARD.with("temporary=defer"));
        site.dns.fails("_dmarc.a.test", "TXT");
        assertThat(site.receive("192.0.2.66", "mallory@m.test", MAIL).text())
                .startsWith("451 4.7.1 Whether a.test stands behind");
    }

    @Test
    void eachDomainHasItsPolicyAndOneReplyIsForAll() throws Exception {
        ann("reject");
        site.policies.put(Domain.parse("mild.test"), DomainPolicy.STANDARD.with("dmarc=accept"));
        assertThat(site.receive("192.0.2.66", "m@m.test", MAIL, "mia@mild.test").code())
                .isEqualTo(250);
        var both = site.receive("192.0.2.66", "m@m.test", MAIL, "bob@here.test", "mia@mild.test");
        assertThat(both.code()).isEqualTo(250);
        assertThat(site.inbox()).isEmpty();
        assertThat(site.only("bob@here.test", JUNK)).endsWith(MAIL);
        assertThat(site.only("mia@mild.test", MailboxName.INBOX)).contains(MAIL);
        site.policies.put(Domain.parse("mild.test"), DomainPolicy.STANDARD.with("dmarc=junk"));
        site.receive("192.0.2.66", "m@m.test", MAIL, "mia@mild.test");
        assertThat(site.only("mia@mild.test", JUNK)).endsWith(MAIL);
        assertThat(site.policies.all()).containsOnlyKeys("mild.test");
        site.policies.remove(Domain.parse("mild.test"));
        assertThat(site.receive("192.0.2.66", "m@m.test", MAIL, "mia@mild.test").code())
                .isEqualTo(550);
        assertThat(DomainPolicy.STANDARD.dmarc()).isEqualTo(Action.REJECT);
    }

    @Test
    void fieldsInOurNameAreTakenOutAndNothingElse() throws Exception {
        String forged =
                "Authentication-Results: mx.here.test; dmarc=pass\r\n header.from=a.test\r\n"
                        + "Authentication-Results: other.test; dmarc=pass\r\n"
                        + "Subject: x\r\n"
                        + "AUTHENTICATION-results : (x) \"mx.here.test\" 1; spf=pass\r\n"
                        + MAIL;
        assertThat(site.receive("192.0.2.66", "m@m.test", forged).code()).isEqualTo(250);
        assertThat(site.inbox())
                .endsWith(
                        "Authentication-Results: other.test; dmarc=pass\r\nSubject: x\r\n" + MAIL);
        assertThat(site.inbox().split("mx.here.test; ?\\R", -1)).hasSize(2);
    }

    @Test
    void trustedNetworksAreNotAskedFor() throws Exception {
        ann("reject");
        String forged = "Authentication-Results: mx.here.test; dmarc=pass\r\n" + MAIL;
        var client = VerifyingSite.client("192.0.2.66", true);
        assertThat(site.receive(client, "ann@a.test", forged).code()).isEqualTo(250);
        assertThat(site.inbox()).doesNotContain("Authentication-Results").endsWith(MAIL);
        assertThat(site.dns.asked()).isEmpty();
    }

    @Test
    void aTrustedSealersWordIsTaken() throws Exception {
        String seen = "list.test; dkim=pass header.d=a.test; dmarc=pass header.from=a.test";
        reopen(DomainPolicy.STANDARD, "list.test");
        ann("reject");
        site.key("list.test");
        String sealed = site.sealed("list.test", seen, MAIL);
        assertThat(site.receive("192.0.2.66", "l@list.test", sealed).code()).isEqualTo(250);
        assertThat(site.inbox()).contains("arc=pass", "taken on the word of list.test");
        String again = site.sealed("mallory.test", "mallory.test; none", sealed);
        site.key("mallory.test");
        assertThat(site.receive("192.0.2.66", "l@list.test", again).code()).isEqualTo(550);
        String lie = "list.test; dmarc=fail header.from=a.test";
        assertThat(
                        site.receive(
                                        "192.0.2.66",
                                        "l@list.test",
                                        site.sealed("list.test", lie, MAIL))
                                .code())
                .isEqualTo(550);
    }

    @Test
    void aNullReversePathIsVerifiedByTheNameOfTheClient() throws Exception {
        site.dns.has("client.test", "TXT v=spf1 ip4:192.0.2.66 -all");
        site.dns.has("_dmarc.client.test", "TXT v=DMARC1; p=reject");
        String bounce = MAIL.replace("a.test", "client.test");
        assertThat(site.receive("192.0.2.66", "", bounce).code()).isEqualTo(250);
        assertThat(site.inbox()).contains("\tspf=pass smtp.helo=client.test;\r\n\tdkim=none");
    }

    @Test
    void everyAuthorCounts() throws Exception {
        ann("reject");
        site.dns.has("b.test", "TXT v=spf1 ip4:192.0.2.66 -all");
        String two = "From: x@b.test, ann@a.test\r\nSubject: two\r\n\r\n";
        assertThat(site.receive("192.0.2.66", "x@b.test", two).code()).isEqualTo(550);
        String fields = "From: x@b.test\r\nFrom: ann@a.test\r\nSubject: two\r\n\r\n";
        assertThat(site.receive("192.0.2.66", "x@b.test", fields).code()).isEqualTo(550);
        assertThat(site.seen.getLast().dmarc())
                .extracting(d -> d.result())
                .containsExactly(DmarcResult.NONE, DmarcResult.FAIL);
    }

    @Test
    void mailWithoutAnAuthorIsTakenAndSaysSo() throws Exception {
        assertThat(site.receive("192.0.2.66", "x@b.test", "Subject: who\r\n\r\n").code())
                .isEqualTo(250);
        assertThat(site.inbox()).contains("dmarc=permerror reason=\"there is no From field\"");
    }
}
