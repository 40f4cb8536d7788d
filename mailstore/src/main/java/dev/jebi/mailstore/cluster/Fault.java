package dev.jebi.mailstore.cluster;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// What a failure of the database asks for.
enum Fault {
    /// The transaction lost against another: the same again.
    AGAIN,

    /// There is no database now, or it cannot do anything: later.
    UNREACHABLE,

    /// It does not like what it was given: never again so.
    REFUSED;

    /// Serialization failure, deadlock, statement completion unknown, lock not available, lock
    /// timeout.
    private static final Set<String> RETRIED =
            Set.of("40001", "40P01", "40003", "55P03", "HYT00", "HYT01");

    /// A read-only transaction: a server that is about to lose or to take over; a transaction that
    /// was idle for too long, whose session was ended.
    private static final Set<String> GONE = Set.of("25006", "25P03");

    static Fault of(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (RETRIED.contains(state)) {
            return AGAIN;
        }
        // connection, authorization, resources, intervention by an operator, system errors
        boolean gone =
                state.startsWith("08")
                        || state.startsWith("28")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("58")
                        || GONE.contains(state)
                        || failure instanceof SQLTransientConnectionException
                        || failure instanceof SQLRecoverableException;
        return gone ? UNREACHABLE : REFUSED;
    }
}
