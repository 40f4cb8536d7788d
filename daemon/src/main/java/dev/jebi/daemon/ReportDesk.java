package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.content.Content;
import dev.jebi.reporting.AggregateReport;
import dev.jebi.reporting.NoReport;
import dev.jebi.reporting.ReceivedReport;
import dev.jebi.reporting.ReportLimits;
import dev.jebi.reporting.TlsReport;
import dev.jebi.transfer.reports.ReceivedReports.Kept;
import dev.jebi.transfer.reports.Reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Carries out `jebi reports`.
///
/// @param records what domains are to publish
record ReportDesk(Reports reports, DomainRecords records) {
    /// Lines of one answer.
    private static final int MOST = 5_000;

    Outcome run(AdminRequest.Reports wanted) throws IOException {
        return switch (wanted.act()) {
            case "list" -> list(wanted.word());
            case "show" -> show(wanted.word());
            case "import" -> bring(Path.of(wanted.word()));
            case "waiting" -> Outcome.done(reports.waiting());
            case "send" -> Outcome.done(reports.send());
            default -> throw new IllegalArgumentException("no such act: " + wanted.act());
        };
    }

    /// Carries out `jebi domain dns`.
    Outcome dns(Domain domain, DkimDesk dkim) throws IOException {
        var keys = dkim.run(new AdminRequest.Dkim("publish", domain.name(), "", ""));
        return Outcome.done(records.lines(domain, keys.lines()));
    }

    private Outcome list(String since) throws IOException {
        var lines = new ArrayList<String>();
        for (Kept kept : reports.received().list(since, MOST)) {
            lines.add(line(kept));
        }
        return Outcome.done(lines);
    }

    private static String line(Kept kept) {
        return switch (kept.report()) {
            case ReceivedReport.Tls(var report) ->
                    String.join(
                            "\t",
                            kept.name(),
                            "sessions="
                                    + report.policies().stream()
                                            .mapToLong(p -> p.successes() + p.failures())
                                            .sum(),
                            "failed="
                                    + report.policies().stream()
                                            .mapToLong(TlsReport.PolicyResult::failures)
                                            .sum());
            case ReceivedReport.Aggregate(var report) ->
                    String.join(
                            "\t",
                            kept.name(),
                            "messages=" + report.messages(),
                            "failed=" + (report.messages() - report.passed()));
        };
    }

    private Outcome show(String name) throws IOException {
        return reports.received()
                .report(name)
                .map(report ->
                        switch (report) {
                            case ReceivedReport.Tls(var tls) -> Outcome.done(lines(tls));
                            case ReceivedReport.Aggregate(var dmarc) -> Outcome.done(lines(dmarc));
                        })
                .orElseGet(() ->
                        Outcome.failed(
                                ExitCode.BAD_DATA,
                                "there is no report " + name + "; 'jebi reports list' shows all"));
    }

    private static List<String> lines(TlsReport report) {
        var lines = new ArrayList<String>();
        lines.add("TLS report of " + report.organization() + ", " + report.contact());
        lines.add("from " + report.begin() + " to " + report.end() + ", id " + report.id());
        for (var policy : report.policies()) {
            lines.add(
                    policy.domain()
                            + "\tpolicy="
                            + policy.type()
                            + "\tgood="
                            + policy.successes()
                            + "\tfailed="
                            + policy.failures());
            for (var detail : policy.details()) {
                lines.add(
                        String.join(
                                "\t",
                                "  " + detail.sessions(),
                                detail.result(),
                                "from=" + detail.sendingIp(),
                                "to=" + detail.receivingHost() + "[" + detail.receivingIp() + "]",
                                detail.reason()));
            }
        }
        return lines;
    }

    private static List<String> lines(AggregateReport report) {
        var lines = new ArrayList<String>();
        var reporter = report.reporter();
        lines.add("DMARC report of " + reporter.organization() + ", " + reporter.email());
        lines.add("from " + report.begin() + " to " + report.end() + ", id " + reporter.id());
        lines.add("domain " + report.domain() + ", policy " + report.published());
        for (var row : report.rows()) {
            if (lines.size() >= MOST) {
                lines.add("and more");
                return lines;
            }
            lines.add(
                    String.join(
                            "\t",
                            Long.toString(row.count()),
                            row.source(),
                            row.passed() ? "pass" : "fail",
                            "dkim=" + row.dkim(),
                            "spf=" + row.spf(),
                            "disposition=" + row.disposition(),
                            "from=" + row.identifiers().headerFrom(),
                            "envelope=" + row.identifiers().envelopeFrom()));
        }
        return lines;
    }

    /// A file of any form: a report, packed or not, or a message with one in it.
    private Outcome bring(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return Outcome.failed(ExitCode.BAD_DATA, "the file " + file + " cannot be read");
        }
        if (Files.size(file) > ReportLimits.STANDARD.packed()) {
            return Outcome.failed(ExitCode.BAD_DATA, "the file " + file + " is too large");
        }
        byte[] octets = Files.readAllBytes(file);
        try {
            return Outcome.done(
                    List.of(
                            reports.received()
                                    .keep(ReceivedReport.read(octets, ReportLimits.STANDARD))));
        } catch (NoReport alone) {
            try {
                return Outcome.done(reports.received().keep(Content.of(octets)));
            } catch (NoReport mail) {
                return Outcome.failed(
                        ExitCode.BAD_DATA,
                        file + " is no report: " + alone.getMessage() + "; " + mail.getMessage());
            }
        }
    }
}
