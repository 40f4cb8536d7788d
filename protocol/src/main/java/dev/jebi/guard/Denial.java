package dev.jebi.guard;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Why a client does not get what it wants, and until when.
///
/// @param why for the client: half a sentence that tells nothing about accounts
/// @param until when it may come again
public record Denial(String why, Instant until) {
    /// Both in one sentence, in ASCII.
    public String sentence() {
        return why + "; try again after " + until.truncatedTo(ChronoUnit.SECONDS);
    }
}
