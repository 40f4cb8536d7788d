package dev.jebi.mailstore;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;

import javax.sql.DataSource;

/// A source of connections on which statements and commits fail when a test wants it.
final class FaultyDatabase implements DataSource {
    private final DataSource real;
    private volatile Fault fault = (_, _) -> {};

    /// What happens around a statement or commit.
    interface Fault {
        /// Called before each step and after it.
        ///
        /// @param step `commit`, or the statement's SQL
        /// @param after whether the step was done
        void at(String step, boolean after) throws SQLException;
    }

    FaultyDatabase(DataSource real) {
        this.real = real;
    }

    void fault(Fault now) {
        fault = now;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = real.getConnection();
        InvocationHandler handler =
                (_, method, arguments) ->
                        switch (method.getName()) {
                            case "commit" -> around("commit", connection, method, arguments);
                            case "prepareStatement" ->
                                    wrapped(
                                            (Statement) call(connection, method, arguments),
                                            PreparedStatement.class,
                                            String.valueOf(arguments[0]));
                            case "createStatement" ->
                                    wrapped(
                                            (Statement) call(connection, method, arguments),
                                            Statement.class,
                                            "");
                            default -> call(connection, method, arguments);
                        };
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        handler);
    }

    private Object wrapped(Statement statement, Class<?> type, String sql) {
        InvocationHandler handler =
                (_, method, arguments) -> {
                    if (!method.getName().startsWith("execute")) {
                        return call(statement, method, arguments);
                    }
                    String step =
                            arguments != null && arguments.length > 0
                                    ? String.valueOf(arguments[0])
                                    : sql;
                    return around(step, statement, method, arguments);
                };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private Object around(String step, Object on, Method method, Object[] arguments)
            throws Throwable {
        fault.at(step, false);
        var result = call(on, method, arguments);
        fault.at(step, true);
        return result;
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return real.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
