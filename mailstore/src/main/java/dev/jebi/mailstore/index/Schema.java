package dev.jebi.mailstore.index;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.SQLException;

/// The tables of the index, and whether they are those of this program: looking at all migrations
/// takes most of the time of a start.
final class Schema {
    /// The version of the newest migration.
    static final String VERSION = "9";

    private Schema() {}

    static boolean isCurrent(Connection connection) {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select version from flyway_schema_history
                                where success = true order by installed_rank desc
                                """)) {
            return rows.next() && VERSION.equals(rows.getString(1));
        } catch (SQLException _) {
            return false; // whatever is the matter, the migration finds out
        }
    }

    static void migrate(String url) {
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/migration/common")
                .load()
                .migrate();
    }
}
