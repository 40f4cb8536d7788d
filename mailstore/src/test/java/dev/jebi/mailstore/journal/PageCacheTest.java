package dev.jebi.mailstore.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Files that the system need not keep in memory.
@EnabledOnOs(OS.LINUX)
final class PageCacheTest {
    private static final int OCTETS = 1 << 20;

    @TempDir Path directory;

    @BeforeEach
    void aDisk() throws IOException {
        assumeTrue(
                Files.getFileStore(directory).type().startsWith("ext"),
                "a file system in memory forgets nothing");
    }

    private Path written() throws IOException {
        var path = directory.resolve("file");
        var options =
                new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
        try (var file = FileChannel.open(path, options)) {
            file.write(ByteBuffer.allocate(OCTETS));
            file.force(true);
        }
        return path;
    }

    private static MappedByteBuffer map(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, OCTETS);
        }
    }

    @Test
    void whatNobodyHasReadIsInMemoryNoMore() throws IOException {
        var path = written();
        assertThat(map(path).isLoaded()).isTrue();
        assertThat(PageCache.forget(path)).isTrue();
        assertThat(map(path).isLoaded()).isFalse();
    }

    @Test
    void whatSomebodyReadsStays() throws IOException {
        var path = written();
        var mapped = map(path).load();
        assertThat(PageCache.forget(path)).isTrue();
        assertThat(mapped.isLoaded()).isTrue();
    }

    @Test
    void aFileThatIsGoneIsNothingToSpeakOf() {
        assertThat(PageCache.forget(directory.resolve("gone"))).isFalse();
    }
}
