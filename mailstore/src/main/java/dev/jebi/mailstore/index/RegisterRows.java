package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.RegisterRow;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of the register, in a batch: of several for one name only the last is written.
final class RegisterRows {
    private final Connection connection;
    private final Map<Name, RegisterRow> waiting = new LinkedHashMap<>();
    private long expired = Long.MIN_VALUE;

    private record Name(int owner, String kind, String key) {
        static Name of(RegisterRow row) {
            return new Name(row.owner(), row.kind(), row.key());
        }
    }

    RegisterRows(Connection connection) {
        this.connection = connection;
    }

    void set(List<RegisterRow> rows) {
        for (RegisterRow row : rows) {
            waiting.put(Name.of(row), row);
        }
    }

    /// What was put before and ends until then is gone; what is put later stays.
    void expired(long at) {
        expired = Math.max(expired, at);
        waiting.replaceAll((_, row) -> row.expires() <= at ? gone(row) : row);
    }

    private static RegisterRow gone(RegisterRow row) {
        return new RegisterRow(
                row.owner(), row.kind(), row.key(), false, RegisterRow.NEVER, new byte[0]);
    }

    /// With an account go its values.
    void removed(int account) throws SQLException {
        waiting.keySet().removeIf(name -> name.owner() == account);
        Sql.update(connection, "delete from register where owner_id = ?", account);
    }

    void write() throws SQLException {
        if (expired > Long.MIN_VALUE) {
            Sql.update(connection, "delete from register where expires <= ?", expired);
        }
        try (var sql =
                new Sql(
                        connection,
                        "delete from register where owner_id = ? and kind = ? and name = ?")) {
            for (RegisterRow row : waiting.values()) {
                sql.row(row.owner(), row.kind(), octets(row.key()));
            }
            sql.finish();
        }
        try (var sql =
                new Sql(
                        connection,
                        """
                        insert into register (owner_id, kind, name, expires, octets)
                        values (?, ?, ?, ?, ?)
                        """)) {
            for (RegisterRow row : waiting.values()) {
                if (row.there()) {
                    sql.row(
                            row.owner(),
                            row.kind(),
                            octets(row.key()),
                            row.expires(),
                            row.octets());
                }
            }
            sql.finish();
        }
    }

    /// Keys are kept as octets: their order is the same on every engine, whatever its collation.
    static byte[] octets(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
