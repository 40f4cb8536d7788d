package dev.jebi.sieve;

/// How a script goes on behind a command.
enum Flow {
    /// With the next command.
    NEXT,
    /// Not at all (RFC 5228 §3.3).
    STOP,
    /// Behind the `include` (RFC 6609 §3.3).
    RETURN,
    /// Behind the loop that [Evaluation#breaking] names (RFC 5703 §3.2).
    BREAK
}
