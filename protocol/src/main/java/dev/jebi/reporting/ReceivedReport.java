package dev.jebi.reporting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// A report of somebody else's, of either kind.
public sealed interface ReceivedReport {
    /// About TLS.
    record Tls(TlsReport report) implements ReceivedReport {}

    /// About DMARC.
    record Aggregate(AggregateReport report) implements ReceivedReport {}

    /// Reads a report from octets: JSON or XML, as it is, in gzip, or the first file in a ZIP. What
    /// unpacks to more than the limit is refused.
    ///
    /// @throws NoReport when there is none in it
    static ReceivedReport read(byte[] octets, ReportLimits limits) throws NoReport {
        String text = new String(unpacked(octets, limits), StandardCharsets.UTF_8).strip();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1).strip();
        }
        if (text.isEmpty()) {
            throw new NoReport("it is empty");
        }
        return text.startsWith("{")
                ? new Tls(TlsReport.parse(text))
                : new Aggregate(AggregateReport.parse(text, limits));
    }

    private static byte[] unpacked(byte[] octets, ReportLimits limits) throws NoReport {
        if (octets.length > limits.packed()) {
            throw new NoReport("larger than " + limits.packed() + " octets");
        }
        try {
            if (begins(octets, 0x1F, 0x8B)) {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
                    return bounded(in, limits);
                }
            }
            if (begins(octets, 'P', 'K')) {
                return unzipped(octets, limits);
            }
            return octets;
        } catch (IOException | IllegalArgumentException e) {
            throw new NoReport("it cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static byte[] unzipped(byte[] octets, ReportLimits limits)
            throws IOException, NoReport {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
            var entry = Optional.ofNullable(zip.getNextEntry());
            for (int i = 0; entry.isPresent() && i < limits.depth(); i++) {
                if (!entry.get().isDirectory()) {
                    return bounded(zip, limits);
                }
                entry = Optional.ofNullable(zip.getNextEntry());
            }
        }
        throw new NoReport("no file in the ZIP");
    }

    private static byte[] bounded(InputStream in, ReportLimits limits)
            throws IOException, NoReport {
        byte[] all = in.readNBytes(limits.unpacked() + 1);
        if (all.length > limits.unpacked()) {
            throw new NoReport("more than " + limits.unpacked() + " octets when unpacked");
        }
        return all;
    }

    private static boolean begins(byte[] octets, int first, int second) {
        return octets.length > 2 && (octets[0] & 0xFF) == first && (octets[1] & 0xFF) == second;
    }
}
