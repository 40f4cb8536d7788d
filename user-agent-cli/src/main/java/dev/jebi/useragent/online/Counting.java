package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Envelope;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Tells how far a message is while it is written.
final class Counting extends FilterOutputStream {
    private final Envelope message;
    private final Progress progress;
    private long done;

    Counting(OutputStream out, Envelope message, Progress progress) {
        super(out);
        this.message = message;
        this.progress = progress;
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
        done++;
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        out.write(octets, from, length);
        done += length;
        progress.at(message.ref().toString(), done, message.size());
    }
}
