package dev.jebi.transfer.abuse;

/// Somebody who looks at messages of strangers before they are taken. Safe for use by several
/// threads.
public interface Inspector {
    /// What came of it.
    Inspected inspect(Offered offered);
}
