package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;

/// How a connection is protected.
public enum TlsMode {
    /// At once on the ports for that, else STARTTLS; only towards this machine may it stay plain.
    AUTO,
    /// Not at all; somebody said so.
    NONE,
    /// By STARTTLS, or not at all.
    STARTTLS,
    /// From the first octet.
    IMPLICIT;

    public static TlsMode parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "none" -> NONE;
            case "starttls" -> STARTTLS;
            case "implicit" -> IMPLICIT;
            default ->
                    throw new Failure(
                            Failure.Kind.USAGE,
                            "'"
                                    + text
                                    + "' is no way of TLS; write auto, none, starttls or implicit");
        };
    }
}
