package dev.jebi.useragent.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.useragent.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A server of the tour.
class JebiTest {
    @TempDir private Path folder;

    /// Its folder is removed when both servers are closed, though one may begin only then.
    @Test
    void whatIsClosedBeforeItBeginsWritesNothing() {
        var jebi = new Jebi(List.of("true"), folder, "a.test");
        jebi.close();
        assertThatThrownBy(() -> jebi.start(List.of())).isInstanceOf(Failure.class);
        assertThat(folder).isEmptyDirectory();
    }
}
