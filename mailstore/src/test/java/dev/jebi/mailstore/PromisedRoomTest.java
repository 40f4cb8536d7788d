package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

final class PromisedRoomTest {
    private static final Quota HALF = new Quota(1_000, 10, 500, 5);

    private final PromisedRoom room = new PromisedRoom();

    @Test
    void whatIsPromisedIsNotPromisedAgain() {
        var first = room.promise(() -> HALF, 400, 400).orElseThrow();
        assertThat(room.promise(() -> HALF, 101, 101)).isEmpty();
        var second = room.promise(() -> HALF, 100, 100).orElseThrow();
        assertThat(room.promise(() -> HALF, 1, 1)).isEmpty();
        first.close();
        first.close();
        assertThat(room.promise(() -> HALF, 401, 401)).isEmpty();
        assertThat(room.promise(() -> HALF, 400, 400)).isPresent();
        second.close();
    }

    @Test
    void whatWasNotDeclaredHoldsMoreThanThereIs() {
        var first = room.promise(() -> HALF, 1, 64 << 10).orElseThrow();
        assertThat(room.promise(() -> HALF, 1, 1)).isEmpty();
        first.close();
        assertThat(room.promise(() -> HALF, 1, 1)).isPresent();
    }

    @Test
    void messagesAreCountedToo() {
        for (int i = 0; i < 5; i++) {
            assertThat(room.promise(() -> HALF, 0, 0)).isPresent();
        }
        assertThat(room.promise(() -> HALF, 0, 0)).isEmpty();
    }

    @Test
    void manyAtOnceGetWhatThereIsAndNoMore() throws Exception {
        var promised = new AtomicInteger();
        var calls = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 200; i++) {
            calls.add(() -> {
                boolean there = room.promise(() -> HALF, 150, 150).isPresent();
                promised.addAndGet(there ? 1 : 0);
                return there;
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : executor.invokeAll(List.copyOf(calls))) {
                assertThat(call.get()).isNotNull();
            }
        }
        assertThat(promised).hasValue(3);
    }
}
