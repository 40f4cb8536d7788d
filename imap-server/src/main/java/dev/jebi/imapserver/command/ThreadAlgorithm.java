package dev.jebi.imapserver.command;

/// How THREAD ties messages together.
public enum ThreadAlgorithm {
    /// By subject alone (RFC 5256 §3).
    ORDEREDSUBJECT,
    /// By references, then by subject (RFC 5256 §3).
    REFERENCES,
    /// By references alone, the thread with the latest message last (draft-ietf-morg-inthread-01).
    REFS
}
