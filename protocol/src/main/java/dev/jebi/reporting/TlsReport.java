package dev.jebi.reporting;

import dev.jebi.json.JsonLine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A report about TLS (RFC 8460 §4).
///
/// @param organization who reports
/// @param contact how they are reached
/// @param id unique at who reports
public record TlsReport(
        String organization,
        String contact,
        String id,
        Instant begin,
        Instant end,
        List<PolicyResult> policies) {
    /// Copies the results.
    public TlsReport {
        policies = List.copyOf(policies);
    }

    /// What sessions under one policy came to.
    ///
    /// @param type `tlsa`, `sts`, `no-policy-found`, or what else was written
    /// @param lines of the policy
    /// @param mx names of exchangers in the policy
    public record PolicyResult(
            String domain,
            String type,
            List<String> lines,
            List<String> mx,
            long successes,
            long failures,
            List<FailureDetail> details) {
        /// Copies all of them.
        public PolicyResult {
            lines = List.copyOf(lines);
            mx = List.copyOf(mx);
            details = List.copyOf(details);
        }
    }

    /// Sessions that failed in the same way; what is not known is empty.
    ///
    /// @param result one of [TlsResultType], or what else was written
    /// @param reason more about it (`failure-reason-code`)
    public record FailureDetail(
            String result,
            String sendingIp,
            String receivingHost,
            String receivingIp,
            long sessions,
            String reason) {}

    /// Reads a report.
    ///
    /// @throws NoReport when it is none
    public static TlsReport parse(String text) throws NoReport {
        var json = Json.parse(text);
        if (!json.get("policies").present() || !json.get("date-range").present()) {
            throw new NoReport("no TLS report: policies or date-range are missing");
        }
        var policies = new ArrayList<PolicyResult>();
        for (var each : json.get("policies").elements()) {
            policies.add(policy(each));
        }
        var range = json.get("date-range");
        return new TlsReport(
                json.get("organization-name").string(),
                json.get("contact-info").string(),
                json.get("report-id").string(),
                time(range.get("start-datetime").string()),
                time(range.get("end-datetime").string()),
                policies);
    }

    private static PolicyResult policy(Json.Value value) {
        var policy = value.get("policy");
        var summary = value.get("summary");
        var details = new ArrayList<FailureDetail>();
        for (var detail : value.get("failure-details").elements()) {
            details.add(
                    new FailureDetail(
                            detail.get("result-type").string(),
                            detail.get("sending-mta-ip").string(),
                            detail.get("receiving-mx-hostname").string(),
                            detail.get("receiving-ip").string(),
                            detail.get("failed-session-count").count(),
                            Json.first(detail, "failure-reason-code", "failure-error-code")
                                    .map(Json.Value::string)
                                    .orElse("")));
        }
        return new PolicyResult(
                policy.get("policy-domain").string(),
                policy.get("policy-type").string(),
                strings(policy.get("policy-string")),
                strings(policy.get("mx-host")),
                Json.first(summary, "total-successful-session-count", "total-success-session-count")
                        .map(Json.Value::count)
                        .orElse(0L),
                summary.get("total-failure-session-count").count(),
                details);
    }

    /// An array, or one string that somebody wrote in place of it.
    private static List<String> strings(Json.Value value) {
        if (value instanceof Json.Text(var text)) {
            return List.of(text);
        }
        return value.elements().stream().map(Json.Value::string).toList();
    }

    private static Instant time(String text) throws NoReport {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new NoReport("no TLS report: '" + text + "' is no time", e);
        }
    }

    /// The report in JSON.
    public String json() {
        return "{\"organization-name\":"
                + JsonLine.quoted(organization)
                + ",\"date-range\":{\"start-datetime\":"
                + JsonLine.quoted(begin.toString())
                + ",\"end-datetime\":"
                + JsonLine.quoted(end.toString())
                + "},\"contact-info\":"
                + JsonLine.quoted(contact)
                + ",\"report-id\":"
                + JsonLine.quoted(id)
                + ",\"policies\":["
                + policies.stream().map(TlsReport::json).collect(Collectors.joining(","))
                + "]}";
    }

    private static String json(PolicyResult result) {
        var out = new StringBuilder("{\"policy\":{\"policy-type\":");
        out.append(JsonLine.quoted(result.type()));
        if (!result.lines().isEmpty()) {
            out.append(",\"policy-string\":").append(array(result.lines()));
        }
        out.append(",\"policy-domain\":").append(JsonLine.quoted(result.domain()));
        if (!result.mx().isEmpty()) {
            out.append(",\"mx-host\":").append(array(result.mx()));
        }
        out.append("},\"summary\":{\"total-successful-session-count\":").append(result.successes());
        out.append(",\"total-failure-session-count\":").append(result.failures()).append('}');
        if (!result.details().isEmpty()) {
            out.append(",\"failure-details\":[")
                    .append(
                            result.details().stream()
                                    .map(TlsReport::json)
                                    .collect(Collectors.joining(",")))
                    .append(']');
        }
        return out.append('}').toString();
    }

    private static String json(FailureDetail detail) {
        var out = new StringBuilder("{\"result-type\":").append(JsonLine.quoted(detail.result()));
        add(out, "sending-mta-ip", detail.sendingIp());
        add(out, "receiving-mx-hostname", detail.receivingHost());
        add(out, "receiving-ip", detail.receivingIp());
        out.append(",\"failed-session-count\":").append(detail.sessions());
        add(out, "failure-reason-code", detail.reason());
        return out.append('}').toString();
    }

    private static void add(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(",\"").append(name).append("\":").append(JsonLine.quoted(value));
        }
    }

    private static String array(List<String> values) {
        return values.stream().map(JsonLine::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
