package dev.jebi.useragent;

/// How a connection is protected.
enum TlsMode {
    /// At once on the ports for that, else STARTTLS; only towards this machine may it stay plain.
    AUTO,
    /// Not at all; somebody said so.
    NONE,
    /// By STARTTLS, or not at all.
    STARTTLS,
    /// From the first octet.
    IMPLICIT;

    static TlsMode parse(String text) {
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
