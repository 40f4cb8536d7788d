package dev.jebi.transfer.reports;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.reporting.AggregateReport;
import dev.jebi.reporting.AggregateXml;
import dev.jebi.reporting.NoReport;
import dev.jebi.reporting.ReceivedReport;
import dev.jebi.reporting.ReportLimits;
import dev.jebi.reporting.ReportMail;
import dev.jebi.reporting.TlsReport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The reports that others sent, kept in the store. Safe for use by several threads.
public final class ReceivedReports {
    private static final String KIND = "reports";
    private static final int PAGE = 200;
    private static final int ID_OCTETS = 4;

    /// Words of strangers in a key.
    private static final int LONGEST_WORD = 100;

    private final Register register;
    private final Duration keep;
    private final InstantSource clock;

    /// Reports in a register.
    ///
    /// @param keep how long each is kept
    public ReceivedReports(Register register, Duration keep, InstantSource clock) {
        this.register = register;
        this.keep = keep;
        this.clock = clock;
    }

    /// A report and its name here.
    public record Kept(String name, ReceivedReport report) {}

    /// Keeps the reports in a message.
    ///
    /// @return their names
    public List<String> keep(Content message) throws IOException, NoReport {
        var names = new ArrayList<String>();
        for (var report : ReportMail.read(message, ReportLimits.STANDARD)) {
            names.add(keep(report));
        }
        return names;
    }

    /// Keeps a report: one that came twice is kept once.
    ///
    /// @return its name
    public String keep(ReceivedReport report) throws IOException {
        String name = name(report);
        byte[] octets = octets(report);
        var expires = clock.instant().plus(keep);
        register.put(List.of(Put.of(Name.of(KIND, name), octets, expires)));
        return name;
    }

    private static byte[] octets(ReceivedReport report) {
        return switch (report) {
            case ReceivedReport.Tls(var tls) -> Packing.packed(tls.json());
            case ReceivedReport.Aggregate(var aggregate) -> {
                var fitting = aggregate;
                byte[] octets = Packing.packed(AggregateXml.of(fitting));
                while (octets.length > Register.MAX_OCTETS) { // the first rows, rather than none
                    var half = fitting.rows().subList(0, fitting.rows().size() / 2);
                    fitting =
                            new AggregateReport(
                                    fitting.reporter(),
                                    fitting.begin(),
                                    fitting.end(),
                                    fitting.published(),
                                    half);
                    octets = Packing.packed(AggregateXml.of(fitting));
                }
                yield octets;
            }
        };
    }

    private static String name(ReceivedReport report) {
        return switch (report) {
            case ReceivedReport.Tls(var tls) ->
                    name(tls.begin(), "tls", domain(tls), tls.organization(), tls.id());
            case ReceivedReport.Aggregate(var dmarc) ->
                    name(
                            dmarc.begin(),
                            "dmarc",
                            dmarc.domain(),
                            dmarc.reporter().organization(),
                            dmarc.reporter().id());
        };
    }

    private static String domain(TlsReport report) {
        return report.policies().isEmpty() ? "" : report.policies().getFirst().domain();
    }

    private static String name(
            Instant begin, String kind, String domain, String organization, String id) {
        return String.join(
                "!",
                begin.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                kind,
                word(domain),
                word(organization),
                digest(organization + "\n" + id + "\n" + domain));
    }

    private static String word(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.length() <= LONGEST_WORD ? plain : plain.substring(0, LONGEST_WORD);
    }

    private static String digest(String text) {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, ID_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The report of that name.
    public Optional<ReceivedReport> report(String name) throws IOException {
        var octets = register.value(Name.of(KIND, name));
        return octets.isPresent() ? Optional.of(read(octets.get())) : Optional.empty();
    }

    /// The reports from this name on, in the order of days; those that end at the limit go on after
    /// their last name.
    ///
    /// @param after a name, or a day
    public List<Kept> list(String after, int atMost) throws IOException {
        var all = new ArrayList<Kept>();
        String at = after;
        while (all.size() < atMost) {
            var page =
                    register.values(
                            Optional.empty(), KIND, at, Math.min(PAGE, atMost - all.size()));
            if (page.isEmpty()) {
                return all;
            }
            for (var entry : page.entrySet()) {
                all.add(new Kept(entry.getKey(), read(entry.getValue())));
            }
            at = page.lastKey();
        }
        return all;
    }

    private static ReceivedReport read(byte[] octets) throws IOException {
        try {
            return ReceivedReport.read(octets, ReportLimits.STANDARD);
        } catch (NoReport e) {
            throw new IOException("a report that cannot be read", e);
        }
    }
}
