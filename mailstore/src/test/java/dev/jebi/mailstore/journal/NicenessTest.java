package dev.jebi.mailstore.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// Who stands back for others.
@EnabledOnOs(OS.LINUX)
final class NicenessTest {
    private static final int NICE = 18; // behind the name: proc_pid_stat(5) counts from 1

    private static int niceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE - 2]);
    }

    @Test
    void theThreadStandsBackAndNoOther() throws Exception {
        int before = niceness();
        int nicer = Math.min(19, before + 3);
        try (var other = Executors.newSingleThreadExecutor()) {
            assertThat(other.submit(() -> Niceness.set(nicer)).get()).isTrue();
            assertThat(other.submit(NicenessTest::niceness).get()).isEqualTo(nicer);
        }
        assertThat(niceness()).isEqualTo(before);
    }
}
