package dev.jebi.transfer.reports;

import dev.jebi.mailstore.Register;
import dev.jebi.reporting.AggregateReport;
import dev.jebi.reporting.AggregateReport.Reporter;
import dev.jebi.reporting.AggregateReport.Row;
import dev.jebi.reporting.AggregateXml;
import dev.jebi.reporting.NoReport;
import dev.jebi.reporting.ReportLimits;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What messages came to under DMARC, by the domain whose policy it is.
final class DmarcCollected extends Collected<DmarcCollected.Seen>
        implements AuthenticationRecord.Sink {
    static final String KIND = "dmarc-results";

    /// Rows of one domain and day; the rest is left out.
    private static final int MOST_ROWS = 5_000;

    DmarcCollected(Register register, String node, InstantSource clock) {
        super(register, KIND, node, clock);
    }

    /// What was seen of a domain in a day.
    record Seen(Map<String, String> published, List<String> reportsTo, Map<Row, Long> rows) {}

    @Override
    public void record(AuthenticationRecord found) {
        if (found.reportsTo().isEmpty()) {
            return; // nobody wants to know
        }
        add(
                found.domain(),
                old ->
                        counted(
                                new Seen(found.published(), found.reportsTo(), old.rows()),
                                found.row(),
                                found.row().count()));
    }

    @Override
    Seen nothing() {
        return new Seen(Map.of(), List.of(), new LinkedHashMap<>());
    }

    private static Seen counted(Seen seen, Row row, long count) {
        var kind = row.counted(0);
        if (seen.rows().containsKey(kind) || seen.rows().size() < MOST_ROWS) {
            seen.rows().merge(kind, count, Long::sum);
        }
        return seen;
    }

    @Override
    Seen merged(Seen one, Seen other) {
        var both = new Seen(other.published(), other.reportsTo(), new LinkedHashMap<>(one.rows()));
        other.rows().forEach((row, count) -> counted(both, row, count));
        return both;
    }

    static List<Row> rows(Seen seen) {
        return seen.rows().entrySet().stream().map(e -> e.getKey().counted(e.getValue())).toList();
    }

    /// The addresses of `rua` go in place of the contact.
    @Override
    byte[] octets(DayAndDomain of, Seen met) {
        var reporter = new Reporter("", "", String.join(" ", met.reportsTo()), "");
        return Packing.packed(
                AggregateXml.of(
                        new AggregateReport(
                                reporter, of.begin(), of.end(), met.published(), rows(met))));
    }

    @Override
    Seen read(byte[] octets) throws IOException {
        try {
            var report = AggregateReport.parse(Packing.unpacked(octets), ReportLimits.STANDARD);
            var rows = new LinkedHashMap<Row, Long>();
            report.rows().forEach(row -> rows.put(row.counted(0), row.count()));
            return new Seen(
                    report.published(), List.of(report.reporter().contact().split(" ")), rows);
        } catch (NoReport e) {
            throw new IOException("results that cannot be read", e);
        }
    }
}
