package dev.jebi.smtpserver;

import dev.jebi.content.Spool;
import dev.jebi.transfer.Arrived;
import dev.jebi.wire.Dotted;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Content while it comes in, and what is seen in it on the way. What goes wrong on the disk is
/// remembered and never thrown, so that the session reads on to the end of the content and stays in
/// step. For one session.
final class ArrivingContent extends OutputStream implements Closeable {
    private final Spool spool;
    private final SpoolRoom room;
    private final int heapOctets;
    private final boolean looks;
    private long size;
    private long taken;
    private Optional<IOException> fault = Optional.empty();

    private boolean cr;
    private boolean bareCr;
    private boolean bareLf;
    private boolean nul;
    private boolean eightBit;

    /// @param looks whether what matters in the octets is looked for here, because nobody else does
    ArrivingContent(SmtpSettings settings, SpoolRoom room, boolean looks) {
        this.room = room;
        this.looks = looks;
        var limits = settings.limits();
        this.heapOctets = limits.spoolHeapOctets();
        this.spool = new Spool(settings.spool(), limits.spoolHeapOctets(), limits.messageOctets());
    }

    /// Whether more came than a message may have; nothing was kept then.
    boolean overflowed() {
        return spool.overflowed();
    }

    /// What went wrong on the disk; what was kept is of no use then.
    Optional<IOException> fault() {
        return fault;
    }

    /// Takes over what was seen by who read the octets; for content that looks for nothing itself.
    void seen(Dotted seen) {
        bareLf = seen.bareLf();
        bareCr = seen.bareCr();
        nul = seen.nul();
        eightBit = seen.eightBit();
    }

    /// All that came.
    Arrived arrived(String id) throws IOException {
        return new Arrived(id, spool.content(), bareLf, bareCr || cr, nul, eightBit);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
        if (fault.isPresent()) {
            return;
        }
        if (looks) {
            scan(octets, from, length);
        }
        try {
            makeRoom(length);
            spool.write(octets, from, length);
        } catch (IOException e) {
            fault = Optional.of(e);
            release();
        }
    }

    @Override
    public void close() throws IOException {
        room.give(taken);
        taken = 0;
        spool.close();
    }

    private void makeRoom(int length) throws IOException {
        size += length;
        if (size > heapOctets && !spool.overflowed()) {
            room.take(size - taken);
            taken = size;
        }
    }

    /// Gives the room on the disk back at once.
    private void release() {
        try {
            close();
        } catch (IOException e) {
            fault.ifPresent(first -> first.addSuppressed(e));
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
}
