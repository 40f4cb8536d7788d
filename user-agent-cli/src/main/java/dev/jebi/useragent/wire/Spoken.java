package dev.jebi.useragent.wire;

import java.util.function.BiConsumer;

/// One session as it is spoken: each line goes on with its secrets masked. Any thread.
public final class Spoken {
    private final Masking masking;
    private final BiConsumer<Side, String> shown;

    /// @param protocol `smtp`, `imap` or `pop3`
    /// @param shown takes each line, masked
    public Spoken(String protocol, BiConsumer<Side, String> shown) {
        this.masking = Masking.of(protocol);
        this.shown = shown;
    }

    /// A line of ours.
    public synchronized void client(String line) {
        shown.accept(Side.CLIENT, masking.client(line));
    }

    /// A line of the server's.
    public synchronized void server(String line) {
        shown.accept(Side.SERVER, masking.server(line));
    }
}
