package dev.jebi.smtp;

import dev.jebi.wire.IdleTimeout;

import java.io.EOFException;
import java.io.IOException;

/// What a fault of a connection is called in replies to people.
final class Faults {
    private Faults() {}

    static String why(IOException fault) {
        return switch (fault) {
            case IdleTimeout _ -> "the peer said nothing for too long";
            case EOFException _ -> "the peer closed the connection";
            case NotSmtp strange -> String.valueOf(strange.getMessage());
            default -> "the connection was lost: " + fault.getMessage();
        };
    }
}
