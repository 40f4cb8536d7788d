package dev.jebi.mailstore;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes;

import java.time.Instant;
import java.util.List;

/// A message that is to be accepted: copies for local accounts and recipients for the outbound
/// queue, in one change, its octets stored once.
///
/// @param content trace fields and the octets as they came
/// @param returnPath how many octets at the start are the Return-Path field, which is for the local
///   copies alone: what is queued begins behind it (RFC 5321 §4.4)
/// @param head read from `content` as a whole
/// @param relayed recipients elsewhere
/// @param eightBit whether the body needs 8BITMIME
/// @param international whether the envelope or header needs SMTPUTF8
/// @param wishes what the originator wishes for the message
/// @param lane what it goes before, and after, in the queue
/// @param trace the number that it has in trace fields and logs; empty where it has none
public record Incoming(
        Content content,
        int returnPath,
        MessageHead head,
        ReversePath reversePath,
        Instant received,
        List<LocalCopy> copies,
        List<Relayed> relayed,
        boolean eightBit,
        boolean international,
        DeliveryWishes wishes,
        MailLane lane,
        String trace) {
    /// A message of a person, without a number.
    @SuppressWarnings("checkstyle:ParameterNumber") // as many as the record has
    public Incoming(
            Content content,
            int returnPath,
            MessageHead head,
            ReversePath reversePath,
            Instant received,
            List<LocalCopy> copies,
            List<Relayed> relayed,
            boolean eightBit,
            boolean international,
            DeliveryWishes wishes) {
        this(
                content,
                returnPath,
                head,
                reversePath,
                received,
                copies,
                relayed,
                eightBit,
                international,
                wishes,
                MailLane.PERSON,
                "");
    }

    /// The same in another lane.
    public Incoming in(MailLane other) {
        return new Incoming(
                content,
                returnPath,
                head,
                reversePath,
                received,
                copies,
                relayed,
                eightBit,
                international,
                wishes,
                other,
                trace);
    }

    /// The same with the number that it has in trace fields and logs.
    public Incoming traced(String number) {
        return new Incoming(
                content,
                returnPath,
                head,
                reversePath,
                received,
                copies,
                relayed,
                eightBit,
                international,
                wishes,
                lane,
                number);
    }

    /// A copy for an account; into INBOX when the mailbox is not there.
    public record LocalCopy(AccountId account, MailboxName mailbox, Flags flags) {}

    /// A recipient elsewhere.
    public record Relayed(Address address, RecipientWishes wishes) {
        /// One for whom nothing in particular is wished.
        public static Relayed to(Address address) {
            return new Relayed(address, RecipientWishes.NONE);
        }
    }
}
