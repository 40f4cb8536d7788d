package dev.jebi.smtp;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// A mail transaction (RFC 5321 §3.3) that a client wants to make.
///
/// @param eightBit whether the content has octets over 127 (RFC 6152)
/// @param international whether the envelope or the header section needs SMTPUTF8 (RFC 6531)
/// @param wishes what goes along with the message, where the peer takes it
/// @param recipientWishes what goes along with each recipient, in their order
/// @param now when the transaction begins: a deadline goes along as the time that is left
public record MailTransaction(
        ReversePath reversePath,
        List<Address> recipients,
        Content content,
        boolean eightBit,
        boolean international,
        DeliveryWishes wishes,
        List<RecipientWishes> recipientWishes,
        Instant now) {
    /// Copies the recipients.
    public MailTransaction {
        recipients = List.copyOf(recipients);
        recipientWishes = List.copyOf(recipientWishes);
        if (recipients.size() != recipientWishes.size()) {
            throw new IllegalArgumentException("each recipient has its wishes");
        }
    }

    /// A transaction for which nothing in particular is wished.
    public MailTransaction(
            ReversePath reversePath,
            List<Address> recipients,
            Content content,
            boolean eightBit,
            boolean international) {
        this(
                reversePath,
                recipients,
                content,
                eightBit,
                international,
                DeliveryWishes.NONE,
                Collections.nCopies(recipients.size(), RecipientWishes.NONE),
                Instant.EPOCH);
    }
}
