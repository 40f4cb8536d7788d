package dev.jebi.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.SplittableRandom;

class SpoolTest {
    @TempDir Path directory;

    private long files() throws IOException {
        try (var list = Files.list(directory)) {
            return list.count();
        }
    }

    @Test
    void whatIsSmallStaysInHeap() throws IOException {
        try (var spool = new Spool(directory, 10, 100)) {
            spool.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            assertThat(spool.content().octets())
                    .isEqualTo("0123456789".getBytes(StandardCharsets.US_ASCII));
            assertThat(spool.content().file()).isEmpty();
            assertThat(spool.size()).isEqualTo(10);
        }
        assertThat(files()).isZero();
    }

    @Test
    void partsCanBeReadWhileMoreIsWritten() throws IOException {
        var random = new SplittableRandom(9);
        try (var spool = new Spool(directory, 1_000, 1_000_000)) {
            var parts = new ArrayList<Content>();
            var written = new ArrayList<byte[]>();
            for (int i = 0; i < 200; i++) {
                var octets = new byte[random.nextInt(3_000)];
                random.nextBytes(octets);
                long from = spool.size();
                spool.write(octets);
                parts.add(spool.part(from));
                written.add(octets);
                int some = random.nextInt(i + 1);
                assertThat(parts.get(some).octets()).isEqualTo(written.get(some));
            }
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i).octets()).isEqualTo(written.get(i));
            }
            assertThat(parts.getFirst().slice(1, 1_000_000).octets())
                    .isEqualTo(Content.of(written.getFirst()).slice(1, 1_000_000).octets());
        }
    }

    @Test
    void whatIsLargeGoesToAFileThatLeavesNothingBehind() throws IOException {
        var random = new SplittableRandom(5);
        for (int run = 0; run < 50; run++) {
            var written = new ByteArrayOutputStream();
            try (var spool = new Spool(directory, random.nextInt(200_000), 1L << 30)) {
                int parts = random.nextInt(60);
                for (int i = 0; i < parts; i++) {
                    var part = new byte[random.nextInt(random.nextBoolean() ? 20 : 100_000)];
                    random.nextBytes(part);
                    spool.write(part);
                    written.write(part);
                }
                var content = spool.content();
                assertThat(content.size()).isEqualTo(written.size());
                assertThat(content.octets()).isEqualTo(written.toByteArray());
                int from = random.nextInt(written.size() + 1);
                assertThat(content.slice(from, 1000).octets())
                        .isEqualTo(content.octets(from, 1000));
            }
            assertThat(files()).isZero();
        }
    }

    @Test
    void whatIsTooLargeIsCountedAndNotKept() throws IOException {
        try (var spool = new Spool(directory, 10, 100)) {
            spool.write(new byte[100]);
            assertThat(spool.overflowed()).isFalse();
            assertThat(spool.content().size()).isEqualTo(100);
            spool.write(1);
            assertThat(spool.overflowed()).isTrue();
            spool.write(new byte[1_000]);
            assertThat(spool.size()).isEqualTo(1_101);
            assertThat(files()).isZero();
            assertThatThrownBy(spool::content).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aClosedSpoolTakesNothing() throws IOException {
        var spool = new Spool(directory, 10, 100);
        spool.close();
        spool.close();
        assertThatThrownBy(() -> spool.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aDirectoryThatIsNotThereIsAFault() throws IOException {
        try (var spool = new Spool(directory.resolve("gone"), 1, 100)) {
            assertThatThrownBy(() -> spool.write(new byte[5])).isInstanceOf(IOException.class);
        }
    }
}
