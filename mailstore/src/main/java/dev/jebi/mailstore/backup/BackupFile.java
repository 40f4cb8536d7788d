package dev.jebi.mailstore.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;

/// A file of a backup.
///
/// @param name below the backup's directory
/// @param crc CRC32C of its octets
/// @param whole whether nothing is added to it any more: a later backup need not copy it again
record BackupFile(String name, long size, int crc, boolean whole) {
    /// Between a name and the position up to which it was copied.
    static final String PART = "@";

    /// The directory may be one that others may look into, and there are secrets in some.
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int STEP = 1 << 20;

    /// Its name in a store.
    String restored() {
        int part = name.indexOf(PART);
        return part < 0 ? name : name.substring(0, part);
    }

    /// What is told of each step.
    interface Step {
        void copied(long octets) throws IOException;
    }

    /// Copies the first `length` octets; the copy is `size` long, the rest is zeroes.
    static BackupFile copy(FileChannel from, long length, Path to, String name, Step step)
            throws IOException {
        long size = from.size();
        var crc = new CRC32C();
        try (var out =
                FileChannel.open(
                        to,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        OWNERS_ONLY)) {
            var buffer = ByteBuffer.allocateDirect(STEP);
            for (long at = 0; at < size; at += STEP) {
                int wanted = (int) Math.min(STEP, size - at);
                buffer.clear().limit(wanted);
                read(from, at, buffer, length);
                crc.update(buffer.flip());
                write(out, at, buffer.rewind());
                step.copied(wanted);
            }
            if (size > 0) {
                write(out, size - 1, last(from, size, length));
            }
            out.force(true);
        }
        return new BackupFile(name, size, (int) crc.getValue(), length >= size);
    }

    private static ByteBuffer last(FileChannel from, long size, long length) throws IOException {
        var octet = ByteBuffer.allocate(1);
        read(from, size - 1, octet, length);
        return octet.flip();
    }

    /// Fills the buffer, with zeroes from `length` on.
    private static void read(FileChannel from, long at, ByteBuffer into, long length)
            throws IOException {
        int limit = into.limit();
        into.limit((int) Math.clamp(length - at, 0L, (long) limit));
        for (long position = at; into.hasRemaining(); ) {
            int read = from.read(into, position);
            if (read < 0) {
                throw new IOException("a file is shorter than it was");
            }
            position += read;
        }
        into.limit(limit);
        while (into.hasRemaining()) {
            into.put((byte) 0);
        }
    }

    /// Writes, but leaves out what is zeroes only: it takes no room then.
    private static void write(FileChannel out, long at, ByteBuffer octets) throws IOException {
        if (octets.remaining() > 1 && zeroes(octets)) {
            return;
        }
        for (long position = at; octets.hasRemaining(); ) {
            position += out.write(octets, position);
        }
    }

    private static boolean zeroes(ByteBuffer octets) {
        int at = octets.position();
        for (; at + Long.BYTES <= octets.limit(); at += Long.BYTES) {
            if (octets.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < octets.limit(); at++) {
            if (octets.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// What a file is that is where it belongs.
    static BackupFile of(Path file, String name) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            int crc =
                    crc(
                            channel,
                            size,
                            _ -> {
                                // it is small
                            });
            return new BackupFile(name, size, crc, true);
        }
    }

    /// Whether the octets below a directory are these.
    boolean intact(Path directory, Step step) throws IOException {
        try (var file = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
            return file.size() == size && crc(file, size, step) == crc;
        }
    }

    private static int crc(FileChannel file, long size, Step step) throws IOException {
        var crc = new CRC32C();
        var buffer = ByteBuffer.allocateDirect(STEP);
        for (long at = 0; at < size; at += STEP) {
            buffer.clear().limit((int) Math.min(STEP, size - at));
            read(file, at, buffer, size);
            crc.update(buffer.flip());
            step.copied(buffer.limit());
        }
        return (int) crc.getValue();
    }
}
