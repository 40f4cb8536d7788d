package dev.jebi.transfer.verification;

/// Who wants to know of every verification: reports to the domains of authors, reputation.
@FunctionalInterface
public interface Witness {
    /// Nobody.
    Witness NONE = (_, _) -> {};

    /// Sees a verification and what was done. Must not wait, and must not throw.
    void saw(Verified verified, Disposition disposition);
}
