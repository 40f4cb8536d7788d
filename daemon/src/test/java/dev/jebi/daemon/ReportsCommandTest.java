package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class ReportsCommandTest {
    private static final String REPORT =
            """
            <feedback><report_metadata><org_name>them.test</org_name><email>x@them.test</email>
            <report_id>7</report_id><date_range><begin>1763683200</begin><end>1763769599</end>
            </date_range></report_metadata><policy_published><domain>a.test</domain><p>none</p>
            </policy_published><record><row><source_ip>192.0.2.1</source_ip><count>3</count>
            <policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf>
            </policy_evaluated></row><identifiers><header_from>a.test</header_from></identifiers>
            </record></feedback>
            """;

    @TempDir private Path directory;

    private final StringWriter told = new StringWriter();
    private final StringWriter complained = new StringWriter();

    private int jebi(String... words) {
        told.getBuffer().setLength(0);
        return Main.run(new PrintWriter(told, true), new PrintWriter(complained, true), words);
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    @Test
    void aReportOfAnotherIsImportedListedAndShown() throws IOException {
        Path file = Files.writeString(directory.resolve("report.xml"), REPORT);
        assertThat(jebi("reports", "import", "--data", data(), file.toString())).isZero();
        String name = told.toString().strip();
        assertThat(name).startsWith("2025-11-21!dmarc!a.test!them.test!");
        assertThat(jebi("reports", "list", "--data", data())).isZero();
        assertThat(told.toString()).contains(name + "\tmessages=3\tfailed=3");
        assertThat(jebi("reports", "show", "--data", data(), name)).isZero();
        assertThat(told.toString()).contains("3\t192.0.2.1\tfail\tdkim=fail");
        assertThat(jebi("reports", "waiting", "--data", data())).isZero();
        assertThat(told.toString()).isEmpty();
    }

    @Test
    void whatIsNoReportIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("none.txt"), "hello\n");
        assertThat(jebi("reports", "import", "--data", data(), file.toString()))
                .isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(complained.toString()).contains("is no report");
    }

    @Test
    void theRecordsOfADomainArePrinted() {
        assertThat(
                        jebi(
                                "domain",
                                "dns",
                                "--data",
                                data(),
                                "--set",
                                "hostname=mx.a.test",
                                "--set",
                                "reports.address=reports@b.test",
                                "a.test"))
                .isZero();
        assertThat(told.toString())
                .contains("a.test. IN MX 10 mx.a.test.")
                .contains("_dmarc.a.test. IN TXT \"v=DMARC1; p=none; rua=mailto:reports@b.test\"")
                .contains("a.test._report._dmarc.b.test. IN TXT \"v=DMARC1\"")
                .contains("_mta-sts.a.test. IN TXT \"v=STSv1; id=")
                .contains(";   mode: testing")
                .contains("_smtp._tls.a.test. IN TXT \"v=TLSRPTv1; rua=mailto:reports@b.test\"")
                .containsPattern("_25\\._tcp\\.mx\\.a\\.test\\. IN TLSA 3 1 1 [0-9a-f]{64}");
    }
}
