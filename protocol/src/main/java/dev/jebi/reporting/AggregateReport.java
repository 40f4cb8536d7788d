package dev.jebi.reporting;

import dev.jebi.reporting.LooseXml.Element;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An aggregate report of DMARC (RFC 7489 §7.2, RFC 9990): what somebody saw of mail that names a
/// domain in From.
///
/// @param published the domain's policy as it was seen, by the names of its elements: `domain`,
///   `p`, `sp`, `adkim` and so on
public record AggregateReport(
        Reporter reporter,
        Instant begin,
        Instant end,
        Map<String, String> published,
        List<Row> rows) {
    /// Copies both.
    public AggregateReport {
        published = Map.copyOf(published);
        rows = List.copyOf(rows);
    }

    /// Who reports.
    public record Reporter(String organization, String email, String contact, String id) {}

    /// Messages that had the same outcome.
    ///
    /// @param disposition what was done with them
    /// @param dkim whether DKIM passed in line with From
    /// @param spf whether SPF did
    public record Row(
            String source,
            long count,
            String disposition,
            String dkim,
            String spf,
            List<Reason> reasons,
            Identifiers identifiers,
            List<Result> results) {
        /// Copies both.
        public Row {
            reasons = List.copyOf(reasons);
            results = List.copyOf(results);
        }

        /// The same for another number of messages.
        public Row counted(long other) {
            return new Row(source, other, disposition, dkim, spf, reasons, identifiers, results);
        }

        /// Whether they passed DMARC.
        public boolean passed() {
            return dkim.equals("pass") || spf.equals("pass");
        }
    }

    /// Why the policy was not followed.
    public record Reason(String type, String comment) {}

    /// Whom the messages named.
    public record Identifiers(String headerFrom, String envelopeFrom, String envelopeTo) {}

    /// What one check came to.
    ///
    /// @param method `dkim` or `spf`
    /// @param detail the selector, or SPF's scope
    public record Result(
            String method, String domain, String detail, String result, String human) {}

    /// The domain that the report is about.
    public String domain() {
        return published.getOrDefault("domain", "");
    }

    /// Messages in all.
    public long messages() {
        return rows.stream().mapToLong(Row::count).sum();
    }

    /// Messages that passed.
    public long passed() {
        return rows.stream().filter(Row::passed).mapToLong(Row::count).sum();
    }

    /// Reads a report of any draft of the format, as far as it can be understood.
    ///
    /// @throws NoReport when it is none
    public static AggregateReport parse(String text, ReportLimits limits) throws NoReport {
        var reader = new Reader(limits);
        LooseXml.read(text, limits, reader::take);
        return reader.report();
    }

    private static final class Reader {
        private final ReportLimits limits;
        private final List<Row> rows = new ArrayList<>();
        private final List<Element> metadata = new ArrayList<>();
        private final List<Element> policy = new ArrayList<>();

        Reader(ReportLimits limits) {
            this.limits = limits;
        }

        boolean take(Element element) {
            switch (element.name()) {
                case "record" -> {
                    if (rows.size() < limits.rows()) {
                        rows.add(row(element));
                    }
                }
                case "report_metadata" -> metadata.add(element);
                case "policy_published" -> policy.add(element);
                default -> {
                    return false;
                }
            }
            return true;
        }

        AggregateReport report() throws NoReport {
            if (metadata.isEmpty() || policy.isEmpty()) {
                throw new NoReport(
                        "no aggregate report: report_metadata or policy_published is missing");
            }
            var about = metadata.getFirst();
            var range = about.child("date_range");
            var published = new LinkedHashMap<String, String>();
            for (var child : policy.getFirst().children()) {
                published.putIfAbsent(child.name(), child.text());
            }
            return new AggregateReport(
                    new Reporter(
                            about.text("org_name"),
                            about.text("email"),
                            about.text("extra_contact_info"),
                            about.text("report_id")),
                    time(range.map(r -> r.text("begin")).orElse("")),
                    time(range.map(r -> r.text("end")).orElse("")),
                    published,
                    rows);
        }

        private static Instant time(String seconds) throws NoReport {
            String whole = seconds.split("\\.", 2)[0];
            if (!whole.matches("[0-9]{1,11}")) {
                throw new NoReport("no aggregate report: '" + seconds + "' is no time");
            }
            return Instant.ofEpochSecond(Long.parseLong(whole));
        }

        private static Row row(Element record) {
            var row = record.child("row").orElse(record);
            var evaluated = row.child("policy_evaluated").orElse(row);
            var identifiers =
                    record.child("identifiers").or(() -> record.child("identities")).orElse(record);
            var reasons = new ArrayList<Reason>();
            for (var reason : evaluated.all("reason")) {
                if (!reason.text("type").isEmpty()) {
                    reasons.add(new Reason(word(reason, "type"), reason.text("comment")));
                }
            }
            var results = new ArrayList<Result>();
            record.child("auth_results")
                    .ifPresent(all -> all.children().forEach(check -> add(results, check)));
            String count = row.text("count");
            return new Row(
                    row.text("source_ip"),
                    count.matches("[0-9]{1,12}") ? Long.parseLong(count) : 0,
                    word(evaluated, "disposition"),
                    word(evaluated, "dkim"),
                    word(evaluated, "spf"),
                    reasons,
                    new Identifiers(
                            word(identifiers, "header_from"),
                            word(identifiers, "envelope_from"),
                            word(identifiers, "envelope_to")),
                    results);
        }

        private static void add(List<Result> results, Element check) {
            boolean dkim = check.name().equals("dkim");
            if (dkim || check.name().equals("spf")) {
                results.add(
                        new Result(
                                check.name(),
                                word(check, "domain"),
                                check.text(dkim ? "selector" : "scope"),
                                word(check, "result"),
                                check.text("human_result")));
            }
        }

        private static String word(Element of, String name) {
            return of.text(name).toLowerCase(Locale.ROOT);
        }
    }
}
