package dev.jebi.mailstore.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Blocks in files outlast crashes, and are found again.
final class TraceFilesTest {
    private static final int SMALL = 2_000;

    @TempDir Path directory;

    private TraceFiles open() throws IOException {
        return TraceFiles.open(directory, 0, SMALL);
    }

    private static TraceBlock block(long at, String text, long... keys) {
        return new TraceBlock(at, at, keys, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> found(TraceFiles files, long since, long... keys)
            throws IOException {
        var found = new ArrayList<String>();
        files.visit(
                keys,
                since,
                octets -> {
                    found.add(new String(octets, StandardCharsets.UTF_8));
                    return true;
                });
        return found;
    }

    private void fill(TraceFiles files, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            files.append(List.of(block(i, "b" + i, i % 10, 1_000 + i)));
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }

    @Test
    void blocksAreFoundByTheirKeysTheNewestFirst() throws Exception {
        try (var files = open()) {
            fill(files, 200);
            assertThat(found(files, 0, 1_007)).containsExactly("b7");
            assertThat(found(files, 0, 7)).hasSize(20).startsWith("b197", "b187");
            assertThat(found(files, 180, 7, 1_190)).containsExactly("b197", "b190", "b187");
            assertThat(found(files, 0, 77)).isEmpty();
        }
        assertThat(files(".idx")).hasSizeGreaterThan(3);
        try (var files = open()) {
            assertThat(found(files, 0, 7)).hasSize(20).startsWith("b197", "b187");
            files.append(List.of(block(500, "more", 7)));
            assertThat(found(files, 0, 7)).hasSize(21).startsWith("more");
        }
    }

    @Test
    void aTornTailIsCutAndADamagedIndexMadeAgain() throws Exception {
        Randomly.runs(
                30,
                "trace.seed",
                random -> {
                    for (Path path : files("")) {
                        Files.delete(path);
                    }
                    try (var files = open()) {
                        fill(files, 100);
                    }
                    int index = random.between(0, files(".idx").size() - 1);
                    var octets = Files.readAllBytes(files(".idx").get(index));
                    octets[random.between(0, 12)] ^= 1;
                    Files.write(files(".idx").get(index), octets);
                    var newest = files("").stream().filter(p -> !p.toString().endsWith("idx"));
                    Path last = newest.toList().getLast();
                    int length = random.between(0, (int) Files.size(last));
                    try (var file =
                            java.nio.channels.FileChannel.open(last, StandardOpenOption.WRITE)) {
                        file.truncate(length);
                    }
                    try (var files = open()) {
                        var left = new ArrayList<String>();
                        for (int key = 0; key < 10; key++) {
                            left.addAll(found(files, 0, key));
                        }
                        assertThat(left).hasSizeGreaterThan(50).contains("b0", "b50");
                        files.append(List.of(block(700, "new", 7)));
                        assertThat(found(files, 0, 7)).startsWith("new");
                    }
                });
    }

    @Test
    void theOldestGoWhenTheyAreTooOldOrTooMany() throws Exception {
        try (var files = open()) {
            fill(files, 200);
            int before = files(".idx").size();
            files.expire(0, 1 << 20);
            assertThat(files(".idx")).hasSize(before);
            files.expire(100, 1 << 20);
            assertThat(found(files, 0, 1_010)).isEmpty();
            assertThat(found(files, 0, 1_100)).containsExactly("b100");
            files.expire(0, 3 * SMALL);
            assertThat(found(files, 0, 1_120)).isEmpty();
            assertThat(found(files, 0, 1_199)).containsExactly("b199");
            long octets = 0;
            for (Path path : files("")) {
                octets += Files.size(path);
            }
            assertThat(octets).isLessThanOrEqualTo(3 * SMALL);
            files.expire(1_000, 1 << 20);
            assertThat(found(files, 0, 1_199)).isEmpty();
        }
    }

    @Test
    void theRestOfTheDiskIsForMail() throws Exception {
        try (var files = TraceFiles.open(directory, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> files.append(List.of(block(1, "x", 1))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("disk");
        }
    }
}
