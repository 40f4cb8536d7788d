package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change.RegisterSet;
import dev.jebi.mailstore.change.RegisterRow;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The register as changes: few values at a time, since each may be long.
final class RegisterExport {
    /// Values that are read at once.
    private static final int READ = 32;

    /// A page of changes ends with so many octets, or so many values.
    private static final int OCTETS = 1 << 20;

    private static final int VALUES = 1_000;

    private final Connection connection;
    private final StateSink sink;
    private List<RegisterRow> waiting = new ArrayList<>();
    private long octets;

    RegisterExport(Connection connection, StateSink sink) {
        this.connection = connection;
        this.sink = sink;
    }

    void run() throws SQLException, IOException {
        var owner = RegisterReading.ownerAfter(connection, RegisterRow.SYSTEM - 1);
        while (owner.isPresent()) {
            var kind = RegisterReading.kindAfter(connection, owner.get(), "");
            while (kind.isPresent()) {
                values(owner.get(), kind.get());
                kind = RegisterReading.kindAfter(connection, owner.get(), kind.get());
            }
            owner = RegisterReading.ownerAfter(connection, owner.get());
        }
        end();
    }

    private void values(int owner, String kind) throws SQLException, IOException {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            var found = RegisterReading.behind(connection, owner, kind, after.get(), READ);
            for (RegisterRow row : found) {
                add(row);
            }
            after = found.size() == READ ? Optional.of(found.getLast().key()) : Optional.empty();
        }
    }

    private void add(RegisterRow row) throws IOException {
        waiting.add(row);
        octets += row.octets().length;
        if (octets >= OCTETS || waiting.size() >= VALUES) {
            end();
        }
    }

    private void end() throws IOException {
        if (!waiting.isEmpty()) {
            sink.changes(List.of(new RegisterSet(waiting)));
            waiting = new ArrayList<>();
            octets = 0;
        }
    }
}
