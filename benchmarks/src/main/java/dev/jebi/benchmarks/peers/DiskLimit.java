package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/// What the disk could do for a server that did nothing else: one thread that writes messages into
/// a file whose octets were all written before, and syncs (fdatasync) after so many of them.
final class DiskLimit {
    private static final int FILE_OCTETS = 256 << 20;
    private static final int STEP = 1 << 20;
    private static final long NANOS = Duration.ofSeconds(3).toNanos();

    private final Path file;

    private DiskLimit(Path file) {
        this.file = file;
    }

    /// Makes the file in a folder of the disk that is measured.
    static DiskLimit in(Path folder) throws IOException {
        Path file = folder.resolve("disk-limit");
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var octets = ByteBuffer.allocateDirect(STEP);
            for (int at = 0; at < FILE_OCTETS; at += STEP) {
                channel.write(octets.clear(), at);
            }
            channel.force(true);
        }
        return new DiskLimit(file);
    }

    /// Messages in a second; the median of several runs.
    ///
    /// @param together how many share one sync
    double perSecond(int messageOctets, int together, int runs) throws IOException {
        var found = new double[runs];
        for (int i = 0; i < runs; i++) {
            found[i] = perSecond(messageOctets, together);
        }
        Arrays.sort(found);
        return found[runs / 2];
    }

    private double perSecond(int messageOctets, int together) throws IOException {
        var octets = ByteBuffer.allocateDirect(messageOctets * together);
        long begin = System.nanoTime();
        long end = begin;
        long messages = 0;
        long at = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (end - begin < NANOS) {
                octets.clear();
                while (octets.hasRemaining()) {
                    at += channel.write(octets, at);
                }
                channel.force(false);
                messages += together;
                if (at + octets.capacity() > FILE_OCTETS) {
                    at = 0;
                }
                end = System.nanoTime();
            }
        }
        return messages * 1e9 / (end - begin);
    }

    /// Removes the file.
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
