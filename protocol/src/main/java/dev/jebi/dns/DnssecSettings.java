package dev.jebi.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// How answers are validated.
///
/// @param servers the DNS servers to ask; none for those of this machine
/// @param anchors the keys that are trusted: DS or DNSKEY records as a zone file has them
/// @param required whether validation is insisted on; else it is done when the servers that are
///   asked pass signatures on
/// @param probeAgain after which servers that passed no signatures on are tried again
public record DnssecSettings(
        List<InetSocketAddress> servers, byte[] anchors, boolean required, Duration probeAgain) {
    private static final Duration PROBE_AGAIN = Duration.ofMinutes(10);

    /// Copies what may change.
    public DnssecSettings {
        servers = List.copyOf(servers);
        anchors = anchors.clone();
    }

    /// Validation from the root of the DNS on.
    public static DnssecSettings ofRoot(List<InetSocketAddress> servers, boolean required) {
        return new DnssecSettings(servers, rootAnchors(), required, PROBE_AGAIN);
    }

    /// Validation from these keys on.
    public static DnssecSettings of(
            List<InetSocketAddress> servers, byte[] anchors, boolean required) {
        return new DnssecSettings(servers, anchors, required, PROBE_AGAIN);
    }

    @Override
    public byte[] anchors() {
        return anchors.clone();
    }

    InputStream anchorFile() {
        return new ByteArrayInputStream(anchors);
    }

    private static byte[] rootAnchors() {
        try (var file = DnssecSettings.class.getResourceAsStream("root-anchors.txt")) {
            return Objects.requireNonNull(file, "root-anchors.txt").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
