package dev.jebi.sasl;

/// Where a password may cross the wire without TLS.
public enum PlaintextPolicy {
    /// Nowhere.
    NEVER,
    /// Only where both ends are on this machine.
    LOOPBACK,
    /// Everywhere.
    ALWAYS;

    /// Whether a password may be given on a connection.
    ///
    /// @param secure whether TLS protects it
    /// @param loopback whether the other end is on this very machine
    public boolean allows(boolean secure, boolean loopback) {
        return secure
                || switch (this) {
                    case NEVER -> false;
                    case LOOPBACK -> loopback;
                    case ALWAYS -> true;
                };
    }
}
