package dev.jebi.transfer;

import dev.jebi.address.ReversePath;

import java.util.List;

/// The envelope of a message (RFC 5321 §2.3.1).
///
/// @param utf8 whether it came with SMTPUTF8
public record Envelope(ReversePath reversePath, List<Recipient> recipients, boolean utf8) {
    /// Copies the recipients.
    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
