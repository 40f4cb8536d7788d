package dev.jebi.wire;

import dev.jebi.content.Scan;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/// Where read octets go. Its first fault is kept, and what comes after is dropped: the wire must be
/// read to the end of the content whether or not there is room for it.
final class Sink {
    private final OutputStream out;
    private @Nullable IOException fault;
    private long octets;
    private boolean eightBit;

    Sink(OutputStream out) {
        this.out = out;
    }

    void write(byte[] from, int offset, int length) {
        if (length == 0) {
            return;
        }
        octets += length;
        eightBit = eightBit || Scan.eightBit(from, offset, offset + length);
        if (fault == null) {
            try {
                out.write(from, offset, length);
            } catch (IOException e) {
                fault = e;
            }
        }
    }

    long octets() {
        return octets;
    }

    boolean eightBit() {
        return eightBit;
    }

    /// Tells the fault, if there was one.
    void check() throws SinkFault {
        if (fault != null) {
            throw new SinkFault(fault);
        }
    }
}
