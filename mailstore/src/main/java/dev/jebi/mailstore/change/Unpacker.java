package dev.jebi.mailstore.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads what [Packer] wrote.
final class Unpacker {
    private final ByteBuffer from;

    Unpacker(ByteBuffer from) {
        this.from = from;
    }

    int octet() {
        return from.get() & 0xFF;
    }

    boolean flag() {
        return octet() != 0;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without an end in a journal record");
    }

    int small() {
        return Math.toIntExact(number());
    }

    byte[] octets() {
        int length = small();
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("a text reaches past its journal record");
        }
        var value = new byte[length];
        from.get(value);
        return value;
    }

    String text() {
        return new String(octets(), StandardCharsets.UTF_8);
    }

    <T> List<T> list(Supplier<T> one) {
        int count = small();
        if (count < 0 || count > from.remaining()) {
            throw new IllegalArgumentException("a list reaches past its journal record");
        }
        var list = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            list.add(one.get());
        }
        return list;
    }
}
