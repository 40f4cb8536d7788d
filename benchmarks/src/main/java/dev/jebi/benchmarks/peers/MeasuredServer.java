package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A mail server that runs on this machine and is put under load: 100 accounts `u001@bench.test` to
/// `u100@bench.test`, all with the password `secret`.
interface MeasuredServer {
    /// How many accounts there are.
    int ACCOUNTS = 100;

    /// The address of an account by its number, from 1.
    String USERS = "u%03d@bench.test";

    /// Everybody's password.
    String PASSWORD = "secret";

    /// Where it listens, on 127.0.0.1.
    record Ports(int smtp, int imap, int pop3) {}

    /// The name in tables.
    String name();

    /// Where it listens; after a restart perhaps elsewhere.
    Ports ports();

    /// The roots of its process trees.
    List<Long> pids();

    /// Stops and starts it; its mail stays.
    void restart() throws IOException, InterruptedException;

    /// Stops it.
    void stop() throws IOException, InterruptedException;

    /// Processor time of its process trees so far, in nanoseconds.
    default long processorNanos() {
        return pids().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(root ->
                        java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(root), root.descendants()))
                .mapToLong(process ->
                        process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
                .sum();
    }
}
