package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.reporting.AggregateReport.Reason;
import dev.jebi.reporting.AggregateReport.Result;
import dev.jebi.reporting.AggregateReport.Row;
import dev.jebi.transfer.reports.AuthenticationRecord;
import dev.jebi.transfer.reports.AuthenticationWitness;
import dev.jebi.transfer.verification.DomainPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a domain is told in its aggregate report of one message (RFC 7489 §7.2).
final class AuthenticationWitnessTest {
    private static final String MAIL =
            "From: Ann <ann@a.test>\r\nTo: bob@here.test\r\nSubject: hello\r\n\r\nhello\r\n";

    @TempDir private Path directory = Path.of("");
    private final List<AuthenticationRecord> told = new ArrayList<>();
    private VerifyingSite site;

    @BeforeEach
    void open() throws Exception {
        site = new VerifyingSite(directory, VerifyingSite.settings(DomainPolicy.STANDARD));
        site.dns.has("a.test", "TXT v=spf1 ip4:192.0.2.1 -all");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Row row(String policy, String client, String from, String mail) throws Exception {
        site.dns.has("_dmarc.a.test", "TXT v=DMARC1; rua=mailto:r@a.test; " + policy);
        site.receive(client, from, mail);
        new AuthenticationWitness(told::add).saw(site.seen.getLast(), site.done.getLast());
        assertThat(told).hasSize(1);
        return told.getFirst().row();
    }

    @Test
    void mailThatPassesIsToldWithItsResults() throws Exception {
        site.key("a.test");
        var row = row("p=reject", "192.0.2.1", "ann@a.test", site.signed("a.test", MAIL));
        assertThat(row.source()).isEqualTo("192.0.2.1");
        assertThat(row.disposition()).isEqualTo("none");
        assertThat(row.dkim()).isEqualTo("pass");
        assertThat(row.spf()).isEqualTo("pass");
        assertThat(row.reasons()).isEmpty();
        assertThat(row.identifiers().headerFrom()).isEqualTo("a.test");
        assertThat(row.identifiers().envelopeFrom()).isEqualTo("a.test");
        assertThat(row.identifiers().envelopeTo()).isEqualTo("here.test");
        assertThat(row.results())
                .containsExactly(
                        new Result("dkim", "a.test", "s", "pass", ""),
                        new Result("spf", "a.test", "mfrom", "pass", ""));
    }

    @Test
    void thePolicyIsToldAsItWasSeen() throws Exception {
        row("p=none; sp=reject; adkim=s", "192.0.2.66", "ann@a.test", MAIL);
        assertThat(told.getFirst().domain()).isEqualTo("a.test");
        assertThat(told.getFirst().reportsTo()).containsExactly("mailto:r@a.test");
        assertThat(told.getFirst().published())
                .containsEntry("domain", "a.test")
                .containsEntry("p", "none")
                .containsEntry("sp", "reject")
                .containsEntry("adkim", "s")
                .containsEntry("aspf", "r")
                .containsEntry("testing", "n");
    }

    @Test
    void whatWasRefusedIsTold() throws Exception {
        var row = row("p=reject", "192.0.2.66", "ann@a.test", MAIL);
        assertThat(row.disposition()).isEqualTo("reject");
        assertThat(row.dkim()).isEqualTo("fail");
        assertThat(row.spf()).isEqualTo("fail");
    }

    @Test
    void whatWasPutAmongTheJunkIsTold() throws Exception {
        assertThat(row("p=quarantine", "192.0.2.66", "ann@a.test", MAIL).disposition())
                .isEqualTo("quarantine");
    }

    @Test
    void whyLessWasDoneThanAskedForIsTold() throws Exception {
        var row = row("p=reject; t=y", "192.0.2.66", "ann@a.test", MAIL);
        assertThat(row.reasons()).contains(new Reason("policy_test_mode", ""));
    }

    @Test
    void aDomainWithoutAPolicyIsToldNothing() throws Exception {
        site.receive("192.0.2.66", "ann@a.test", MAIL);
        new AuthenticationWitness(told::add).saw(site.seen.getLast(), site.done.getLast());
        assertThat(told).isEmpty();
    }
}
