package dev.jebi.mailstore.s3;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Names of objects that never come again: this process's own random number and a counter. They are
/// spread over 256 parts, so that no part of the storage has all that is new, and a listing has
/// bounded parts. Safe for use by several threads.
final class Names {
    private static final int PARTS = 256;

    private final String beginning;
    private final String process = UUID.randomUUID().toString().replace("-", "");
    private final AtomicLong given = new AtomicLong();

    /// Names that begin so.
    Names(String beginning) {
        this.beginning = beginning;
    }

    /// Another name.
    String next() {
        long number = given.getAndIncrement();
        return "%s%02x/%s-%x".formatted(beginning, number % PARTS, process, number);
    }

    static List<String> parts(String beginning) {
        return IntStream.range(0, PARTS)
                .mapToObj(part -> "%s%02x/".formatted(beginning, part))
                .toList();
    }
}
