package dev.jebi.smtp;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;

import java.util.List;

/// A mail transaction (RFC 5321 §3.3) that a client wants to make.
///
/// @param eightBit whether the content has octets over 127 (RFC 6152)
/// @param international whether the envelope or the header section needs SMTPUTF8 (RFC 6531)
public record MailTransaction(
        ReversePath reversePath,
        List<Address> recipients,
        Content content,
        boolean eightBit,
        boolean international) {
    /// Copies the recipients.
    public MailTransaction {
        recipients = List.copyOf(recipients);
    }
}
