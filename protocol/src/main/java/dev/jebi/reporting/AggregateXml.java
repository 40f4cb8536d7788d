package dev.jebi.reporting;

import dev.jebi.reporting.AggregateReport.Reason;
import dev.jebi.reporting.AggregateReport.Result;
import dev.jebi.reporting.AggregateReport.Row;

import java.util.List;

/// Writes aggregate reports in the form of RFC 9990, which readers of RFC 7489's form understand.
public final class AggregateXml {
    /// The elements of a published policy, in their order.
    private static final List<String> POLICY =
            List.of(
                    "domain",
                    "discovery_method",
                    "p",
                    "sp",
                    "np",
                    "adkim",
                    "aspf",
                    "fo",
                    "testing");

    private final StringBuilder out = new StringBuilder();

    private AggregateXml() {}

    /// The report as XML.
    public static String of(AggregateReport report) {
        var xml = new AggregateXml();
        xml.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.out.append("<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">\n");
        xml.text("version", "1.0");
        xml.begin("report_metadata");
        xml.text("org_name", report.reporter().organization());
        xml.text("email", report.reporter().email());
        xml.optional("extra_contact_info", report.reporter().contact());
        xml.text("report_id", report.reporter().id());
        xml.begin("date_range");
        xml.text("begin", Long.toString(report.begin().getEpochSecond()));
        xml.text("end", Long.toString(report.end().getEpochSecond()));
        xml.end("date_range");
        xml.text("generator", "Jebi");
        xml.end("report_metadata");
        xml.begin("policy_published");
        POLICY.forEach(name -> xml.optional(name, report.published().getOrDefault(name, "")));
        xml.end("policy_published");
        report.rows().forEach(xml::row);
        xml.out.append("</feedback>\n");
        return xml.out.toString();
    }

    private void row(Row row) {
        begin("record");
        begin("row");
        text("source_ip", row.source());
        text("count", Long.toString(row.count()));
        begin("policy_evaluated");
        text("disposition", row.disposition());
        text("dkim", row.dkim());
        text("spf", row.spf());
        row.reasons().forEach(this::reason);
        end("policy_evaluated");
        end("row");
        begin("identifiers");
        optional("envelope_to", row.identifiers().envelopeTo());
        text("envelope_from", row.identifiers().envelopeFrom());
        text("header_from", row.identifiers().headerFrom());
        end("identifiers");
        begin("auth_results");
        row.results().forEach(this::result);
        end("auth_results");
        end("record");
    }

    private void reason(Reason reason) {
        begin("reason");
        text("type", reason.type());
        optional("comment", reason.comment());
        end("reason");
    }

    private void result(Result result) {
        begin(result.method());
        text("domain", result.domain());
        optional(result.method().equals("dkim") ? "selector" : "scope", result.detail());
        text("result", result.result());
        optional("human_result", result.human());
        end(result.method());
    }

    private void begin(String name) {
        out.append('<').append(name).append(">\n");
    }

    private void end(String name) {
        out.append("</").append(name).append(">\n");
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            text(name, value);
        }
    }

    private void text(String name, String value) {
        out.append('<')
                .append(name)
                .append('>')
                .append(LooseXml.escaped(value))
                .append("</")
                .append(name)
                .append(">\n");
    }
}
