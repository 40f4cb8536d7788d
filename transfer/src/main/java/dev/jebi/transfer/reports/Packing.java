package dev.jebi.transfer.reports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Text in gzip: as reports are sent, and as they are kept.
final class Packing {
    /// Of what we packed ourselves; nothing is larger.
    private static final int MOST = 64 << 20;

    private Packing() {}

    static byte[] packed(String text) {
        var octets = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(octets)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    static String unpacked(byte[] octets) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(octets))) {
            return new String(gzip.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }
}
