package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes;

import java.util.List;

/// The envelope of a message (RFC 5321 §2.3.1).
///
/// @param utf8 whether it came with SMTPUTF8
/// @param wishes what MAIL's other parameters said
public record Envelope(
        ReversePath reversePath, List<Recipient> recipients, boolean utf8, DeliveryWishes wishes) {
    /// An envelope without particular wishes.
    public Envelope(ReversePath reversePath, List<Recipient> recipients, boolean utf8) {
        this(reversePath, recipients, utf8, DeliveryWishes.NONE);
    }

    /// The same envelope with other wishes.
    Envelope with(DeliveryWishes other) {
        return new Envelope(reversePath, recipients, utf8, other);
    }

    /// Copies the recipients.
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /// What is wished for a recipient; of several wishes the first counts.
    RecipientWishes wishes(Address recipient) {
        return recipients.stream()
                .filter(one -> one.address().equals(recipient))
                .map(Recipient::wishes)
                .findFirst()
                .orElse(RecipientWishes.NONE);
    }
}
