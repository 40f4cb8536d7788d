package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.dmarc.Dmarc;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcPolicy;
import dev.jebi.dmarc.DmarcQuestion;
import dev.jebi.dmarc.DmarcResult;
import dev.jebi.dmarc.OrganizationalDomains;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.SplittableRandom;

final class DmarcTest {
    private final FakeDns dns = new FakeDns();
    private final Dmarc dmarc = dmarc(OrganizationalDomains.TREE_WALK);

    private Dmarc dmarc(OrganizationalDomains organizations) {
        return new Dmarc(dns, organizations, new SplittableRandom(7));
    }

    private static DmarcQuestion question(String author, String spf, String dkim) {
        return new DmarcQuestion(
                author,
                spf.isEmpty() ? List.of() : List.of(spf),
                dkim.isEmpty() ? List.of() : List.of(dkim),
                List.of(),
                List.of());
    }

    private DmarcOutcome check(String author, String spf, String dkim) {
        return dmarc.check(question(author, spf, dkim));
    }

    private void policy(String domain, String record) {
        dns.has("_dmarc." + domain, "TXT " + record);
    }

    @Test
    void withoutARecordNothingApplies() {
        assertThat(check("a.test", "", "").result()).isEqualTo(DmarcResult.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, a.test, '', PASS",
        "a.test, '', a.test, PASS",
        "a.test, '', '', FAIL",
        "a.test, b.test, c.test, FAIL",
        "a.test, x.a.test, '', PASS",
        "x.a.test, '', a.test, PASS",
        "x.a.test, '', y.a.test, PASS",
        "a.test, '', test, FAIL",
        "a.test, '', xa.test, FAIL",
        "A.Test, '', a.TEST, PASS",
    })
    void relaxedAlignmentIsWithinTheOrganization(
            String author, String spf, String dkim, DmarcResult result) {
        policy("a.test", "v=DMARC1; p=reject");
        assertThat(check(author, spf, dkim).result()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, '', PASS",
        "x.a.test, '', FAIL",
        "'', a.test, PASS",
        "'', x.a.test, FAIL",
    })
    void strictAlignmentIsEquality(String spf, String dkim, DmarcResult result) {
        policy("a.test", "v=DMARC1; p=reject; adkim=s; aspf=S");
        assertThat(check("a.test", spf, dkim).result()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, REJECT",
        "there.a.test, QUARANTINE",
        "own.a.test, NONE",
        "missing.a.test, REJECT",
        "deep.missing.a.test, REJECT",
    })
    void subdomainsHaveTheirPolicy(String author, DmarcPolicy policy) {
        policy("a.test", "v=DMARC1; p=reject; sp=quarantine; np=reject");
        policy("own.a.test", "v=DMARC1; p=none; sp=reject");
        dns.has("there.a.test", "A 192.0.2.1");
        var outcome = check(author, "", "");
        assertThat(outcome.result()).isEqualTo(DmarcResult.FAIL);
        assertThat(outcome.policy()).isEqualTo(policy);
    }

    @Test
    void aPolicyForAllSubdomainsIsForThoseThatDoNotExistToo() {
        policy("a.test", "v=DMARC1; p=none; sp=reject");
        assertThat(check("missing.a.test", "", "").policy()).isEqualTo(DmarcPolicy.REJECT);
    }

    @Test
    void aDomainWithPsdNIsAnOrganization() {
        policy("a.test", "v=DMARC1; p=reject");
        policy("x.a.test", "v=DMARC1; p=quarantine; psd=n");
        assertThat(check("y.x.a.test", "", "a.test").result()).isEqualTo(DmarcResult.FAIL);
        assertThat(check("y.x.a.test", "", "x.a.test").result()).isEqualTo(DmarcResult.PASS);
        assertThat(check("a.test", "", "x.a.test").result()).isEqualTo(DmarcResult.FAIL);
    }

    @Test
    void aSuffixWithPsdYHasOrganizationsBelowIt() {
        policy("gov.test", "v=DMARC1; p=reject; sp=quarantine; psd=y");
        policy("a.gov.test", "v=DMARC1; p=none");
        dns.has("x.b.gov.test", "A 192.0.2.1");
        assertThat(check("x.b.gov.test", "", "").policyDomain()).isEqualTo("gov.test");
        assertThat(check("x.b.gov.test", "", "").policy()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(check("x.b.gov.test", "", "b.gov.test").result()).isEqualTo(DmarcResult.PASS);
        assertThat(check("x.b.gov.test", "", "c.gov.test").result()).isEqualTo(DmarcResult.FAIL);
        assertThat(check("x.b.gov.test", "", "gov.test").result()).isEqualTo(DmarcResult.FAIL);
        assertThat(check("gov.test", "", "gov.test").result()).isEqualTo(DmarcResult.PASS);
        assertThat(check("x.a.gov.test", "", "").policyDomain()).isEqualTo("a.gov.test");
    }

    @Test
    void aLongNameCostsEightQuestions() {
        String name = "a.b.c.d.e.f.g.h.i.j.k.l.test";
        assertThat(check(name, "", "").result()).isEqualTo(DmarcResult.NONE);
        assertThat(dns.asked())
                .containsExactly(
                        "txt _dmarc." + name,
                        "txt _dmarc.g.h.i.j.k.l.test",
                        "txt _dmarc.h.i.j.k.l.test",
                        "txt _dmarc.i.j.k.l.test",
                        "txt _dmarc.j.k.l.test",
                        "txt _dmarc.k.l.test",
                        "txt _dmarc.l.test",
                        "txt _dmarc.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=reject; v=DMARC1",
                "v=dmarc1; p=reject",
                "v=DMARC1 p=reject",
                "v=DMARC2; p=reject",
                "v=DMARC1; p=refuse",
                "v=DMARC1; p=reject; sp=refuse",
                "spf2.0/pra",
            })
    void whatIsNoRecordDoesNotApply(String text) {
        policy("a.test", text);
        assertThat(check("a.test", "", "").result()).isEqualTo(DmarcResult.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "v=DMARC1, NONE",
        "'v=DMARC1;p=reject', REJECT",
        "'v = DMARC1 ;  P = Reject ;; x=y; rua', REJECT",
        "'v=DMARC1; p=refuse; rua=mailto:d@a.test', NONE",
        "'v=DMARC1; sp=reject; rua=mailto:d@a.test', NONE",
        "'v=DMARC1; p=quarantine; adkim=what; pct=none', QUARANTINE",
        "'v=DMARC1; p=quarantine; p=reject', QUARANTINE",
    })
    void recordsAreReadForgivingly(String text, DmarcPolicy policy) {
        policy("a.test", text);
        assertThat(check("a.test", "", "").result()).isEqualTo(DmarcResult.FAIL);
        assertThat(check("a.test", "", "").policy()).isEqualTo(policy);
    }

    @Test
    void severalRecordsAreNone() {
        policy("a.test", "v=DMARC1; p=reject");
        policy("a.test", "v=DMARC1; p=none");
        assertThat(check("a.test", "", "").result()).isEqualTo(DmarcResult.NONE);
    }

    @Test
    void testModeAsksForNothing() {
        policy("a.test", "v=DMARC1; p=reject; t=y");
        assertThat(check("a.test", "", "").policy()).isEqualTo(DmarcPolicy.REJECT);
        assertThat(check("a.test", "", "").applied()).isEqualTo(DmarcPolicy.NONE);
    }

    @Test
    void aShareOfMessagesIsTreatedLessStrictly() {
        policy("all.test", "v=DMARC1; p=reject; pct=100");
        policy("none.test", "v=DMARC1; p=reject; pct=0");
        policy("half.test", "v=DMARC1; p=quarantine; pct=50");
        assertThat(check("all.test", "", "").applied()).isEqualTo(DmarcPolicy.REJECT);
        assertThat(check("none.test", "", "").applied()).isEqualTo(DmarcPolicy.QUARANTINE);
        long strict = 0;
        for (int i = 0; i < 1_000; i++) {
            strict += check("half.test", "", "").applied() == DmarcPolicy.QUARANTINE ? 1 : 0;
        }
        assertThat(strict).isBetween(400L, 600L);
    }

    @Test
    void aFailingDnsIsForNow() {
        dns.fails("_dmarc.a.test", "TXT");
        assertThat(check("a.test", "", "").result()).isEqualTo(DmarcResult.TEMPERROR);
        dns.fails("_dmarc.test", "TXT");
        policy("b.test", "v=DMARC1; p=reject");
        assertThat(check("b.test", "", "").result()).isEqualTo(DmarcResult.TEMPERROR);
    }

    @Test
    void whatCouldNotBeVerifiedJustNowMightStandForTheAuthor() {
        policy("a.test", "v=DMARC1; p=reject");
        var aligned =
                new DmarcQuestion(
                        "a.test", List.of(), List.of(), List.of(), List.of("mail.a.test"));
        assertThat(dmarc.check(aligned).result()).isEqualTo(DmarcResult.TEMPERROR);
        var other = new DmarcQuestion("a.test", List.of(), List.of(), List.of("b.test"), List.of());
        assertThat(dmarc.check(other).result()).isEqualTo(DmarcResult.FAIL);
    }

    @Test
    void thePublicSuffixListFindsOrganizationsToo() {
        var listed = dmarc(OrganizationalDomains.PUBLIC_SUFFIX_LIST);
        policy("x.example.co.uk", "v=DMARC1; p=reject");
        policy("co.uk", "v=DMARC1; p=reject");
        assertThat(listed.check(question("x.example.co.uk", "", "y.example.co.uk")).result())
                .isEqualTo(DmarcResult.PASS);
        assertThat(listed.check(question("x.example.co.uk", "", "other.co.uk")).result())
                .isEqualTo(DmarcResult.FAIL);
        assertThat(listed.check(question("z.example.co.uk", "", "")).result())
                .isEqualTo(DmarcResult.NONE);
    }
}
