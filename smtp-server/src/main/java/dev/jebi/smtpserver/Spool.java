package dev.jebi.smtpserver;

import dev.jebi.content.Content;
import dev.jebi.transfer.Arrived;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// Content while it comes in: in heap, then in a file that has no name any more and goes with the
/// session. What goes wrong is remembered and never thrown, so that the session reads on to the end
/// of the content. For one session.
final class Spool extends OutputStream implements Closeable {
    private static final int FIRST_BUFFER = 8 * 1024;

    private final Path directory;
    private final int heapOctets;
    private final long limit;

    private byte[] heap = new byte[FIRST_BUFFER];
    private int inHeap;
    private long size;
    private Optional<FileChannel> file = Optional.empty();
    private Optional<IOException> fault = Optional.empty();

    private boolean cr;
    private boolean bareCr;
    private boolean bareLf;
    private boolean nul;
    private boolean eightBit;

    Spool(Path directory, SmtpLimits limits) {
        this.directory = directory;
        this.heapOctets = limits.spoolHeapOctets();
        this.limit = limits.messageOctets();
    }

    /// Whether more came than a message may have; the rest was dropped.
    boolean overflowed() {
        return size > limit;
    }

    /// What went wrong on the disk; nothing was kept then.
    Optional<IOException> fault() {
        return fault;
    }

    /// All that came.
    Arrived arrived(String id) {
        return new Arrived(id, content(), bareLf, bareCr || cr, nul, eightBit);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        size += length;
        if (overflowed() || fault.isPresent()) {
            return;
        }
        scan(octets, from, length);
        try {
            put(octets, from, length);
        } catch (IOException e) {
            fault = Optional.of(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private void scan(byte[] octets, int from, int length) {
        boolean afterCr = cr;
        for (int i = from; i < from + length; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                bareLf |= !afterCr;
            } else {
                bareCr |= afterCr;
                nul |= octet == 0;
                eightBit |= octet < 0;
            }
            afterCr = octet == '\r';
        }
        cr = afterCr;
    }

    private void put(byte[] octets, int from, int length) throws IOException {
        if (file.isEmpty() && inHeap + length <= heapOctets) {
            if (inHeap + length > heap.length) {
                int more = Math.max(heap.length * 2, inHeap + length);
                heap = Arrays.copyOf(heap, Math.min(more, heapOctets));
            }
            System.arraycopy(octets, from, heap, inHeap, length);
            inHeap += length;
            return;
        }
        if (file.isEmpty()) {
            file = Optional.of(open());
            write(file.get(), ByteBuffer.wrap(heap, 0, inHeap));
            heap = new byte[0];
        }
        write(file.get(), ByteBuffer.wrap(octets, from, length));
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "spool", "");
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private Content content() {
        return file.isPresent()
                ? new SpooledContent(file.get(), size)
                : Content.of(Arrays.copyOf(heap, inHeap));
    }
}
