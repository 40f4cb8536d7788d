package dev.jebi.smtp;

import dev.jebi.wire.IdleTimeout;

import java.io.EOFException;
import java.io.IOException;

/// What a fault of a connection is called in replies to people.
final class Faults {
    private Faults() {}

    /// With the step of the dialogue at which it happened.
    static String why(IOException fault, String awaited) {
        String at =
                switch (awaited) {
                    case "greeting" -> "before its greeting";
                    case "content" -> "while the message was sent";
                    case "." -> "after the end of the message";
                    default -> "after " + awaited;
                };
        return why(fault) + ", " + at;
    }

    static String why(IOException fault) {
        return switch (fault) {
            case IdleTimeout _ -> "the peer said nothing for too long";
            case EOFException _ -> "the peer closed the connection";
            case NotSmtp strange -> String.valueOf(strange.getMessage());
            default -> "the connection was lost: " + fault.getMessage();
        };
    }
}
