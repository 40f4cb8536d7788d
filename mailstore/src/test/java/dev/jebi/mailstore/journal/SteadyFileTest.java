package dev.jebi.mailstore.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// Files that take no notice of interrupts.
final class SteadyFileTest {
    @TempDir Path directory;

    private Path made() throws IOException {
        return Files.write(directory.resolve("file"), new byte[64 << 10]);
    }

    @Test
    void whoIsInterruptedWritesAndSyncsAllTheSame() throws Exception {
        var path = made();
        try (var file = SteadyFile.open(path)) {
            Thread.currentThread().interrupt();
            file.write(10, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            file.force();
            assertThat(Thread.interrupted()).isTrue();
            file.write(13, ByteBuffer.allocateDirect(1).put((byte) 4).flip());
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(Files.readAllBytes(path)).startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4);
        assertThat(path).hasSize(64 << 10);
    }

    @Test
    void interruptsAtAnyMomentDisturbNobody() throws Exception {
        var path = made();
        var failures = new ArrayList<IOException>();
        var ended = new AtomicBoolean();
        try (var file = SteadyFile.open(path)) {
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 2_000; i++) {
                                        file.write(i, ByteBuffer.wrap(new byte[] {7}));
                                        file.force();
                                    }
                                } catch (IOException e) {
                                    failures.add(e);
                                } finally {
                                    ended.set(true);
                                }
                            });
            while (!ended.get()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
            writer.join();
        }
        assertThat(failures).isEmpty();
        assertThat(Files.readAllBytes(path)[1_999]).isEqualTo((byte) 7);
    }

    @Test
    void whatIsClosedIsNotWritten() throws Exception {
        var file = SteadyFile.open(made());
        file.close();
        assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SteadyFile.open(directory.resolve("none")))
                .isInstanceOf(IOException.class);
    }
}
