package dev.jebi.mailstore.snapshot;

/// How fast something in the background may go: told of every step, it may make the one who takes
/// it wait.
@FunctionalInterface
public interface Pace {
    /// As fast as it goes.
    Pace FULL =
            _ -> {
                // no wait
            };

    /// So many octets were written.
    void wrote(long octets);
}
