package dev.jebi.mailstore.change;

import dev.jebi.mailstore.change.WishCodec.Along;
import dev.jebi.smtp.RecipientWishes;

import java.util.List;

/// A message that waits in the outbound queue.
///
/// @param id its number in the queue, and that of its octets
/// @param place the octets that were accepted
/// @param skip how many of them at the start are not sent (Return-Path)
/// @param senderLocalPart empty with an empty domain for the null reverse-path
/// @param along what goes along with it
public record QueuedMail(
        long id,
        Place place,
        int skip,
        String senderLocalPart,
        String senderDomain,
        long queued,
        boolean eightBit,
        boolean international,
        Along along,
        List<Recipient> recipients) {
    /// The same with its octets elsewhere.
    public QueuedMail at(Place elsewhere) {
        return new QueuedMail(
                id,
                elsewhere,
                skip,
                senderLocalPart,
                senderDomain,
                queued,
                eightBit,
                international,
                along,
                recipients);
    }

    /// One who has not got it yet.
    public record Recipient(
            int number,
            String localPart,
            String domain,
            int attempts,
            long nextAttempt,
            boolean held,
            boolean delayReported,
            String lastReply,
            RecipientWishes wishes) {}
}
