package dev.jebi.mailstore.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SchemaTest {
    @TempDir Path directory;

    @Test
    void itsVersionIsThatOfTheNewestMigration() throws Exception {
        try (var connection = java.sql.DriverManager.getConnection(Index.url(directory), "", "")) {
            assertThat(Schema.isCurrent(connection)).isFalse();
            Schema.migrate(Index.url(directory));
            assertThat(Schema.isCurrent(connection)).isTrue();
            connection.createStatement().execute("shutdown");
        }
    }
}
