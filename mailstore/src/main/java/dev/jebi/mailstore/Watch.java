package dev.jebi.mailstore;

/// A watch that ends when it is closed.
public interface Watch extends AutoCloseable {
    @Override
    void close();
}
