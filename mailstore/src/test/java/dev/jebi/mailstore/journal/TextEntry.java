package dev.jebi.mailstore.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jebi.content.Content;

import java.nio.ByteBuffer;
import java.util.Optional;

/// An entry of two texts; remembers what became of it.
final class TextEntry implements Entry {
    private final String meta;
    private final Content body;
    private volatile long prepared;
    private volatile long durable;
    private volatile ContentLocation location = new ContentLocation(0, 0);

    TextEntry(String meta, Content body) {
        this.meta = meta;
        this.body = body;
    }

    TextEntry(String meta, String body) {
        this(meta, Content.of(body.getBytes(UTF_8)));
    }

    /// Its LSN as told when it was durable; 0 before.
    long lsn() {
        return durable;
    }

    /// Its LSN as told when it was prepared; 0 when it never was.
    long prepared() {
        return prepared;
    }

    ContentLocation location() {
        return location;
    }

    @Override
    public byte type() {
        return 7;
    }

    @Override
    public int maxMeta() {
        return 3 * meta.length();
    }

    @Override
    public Content body() {
        return body;
    }

    @Override
    public Optional<ByteBuffer> prepare(long lsn) {
        prepared = lsn;
        return Optional.of(ByteBuffer.wrap(meta.getBytes(UTF_8)));
    }

    @Override
    public void durable(long lsn, ContentLocation at) {
        durable = lsn;
        location = at;
    }
}
