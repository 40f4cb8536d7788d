package dev.jebi.transfer;

/// What octets are made of.
final class Octets {
    private Octets() {}

    static boolean eightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether these are lines that end in CRLF, without NUL: what 7bit and 8bit are (RFC 2045
    /// §2.7).
    static boolean lines(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            switch (octets[i]) {
                case 0 -> {
                    return false;
                }
                case '\r' -> {
                    if (i + 1 == octets.length || octets[i + 1] != '\n') {
                        return false;
                    }
                }
                case '\n' -> {
                    if (i == 0 || octets[i - 1] != '\r') {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }
}
