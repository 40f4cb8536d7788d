package dev.jebi.transfer;

import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.Incoming.Relayed;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// One form of a message: as it came, or in the name of a list, or as it is passed on.
///
/// @param content its first `returnPath` octets are Return-Path
/// @param id of the message that it is a form of
record Letter(
        String id,
        Content content,
        int returnPath,
        MessageHead head,
        ReversePath reversePath,
        Instant received,
        boolean eightBit,
        boolean international,
        DeliveryWishes wishes) {
    /// Without Return-Path.
    Content unstamped() {
        return content.slice(returnPath, content.size() - returnPath);
    }

    /// The same with another content that is for copies elsewhere alone.
    Letter passedOn(Content other, ReversePath from, DeliveryWishes others) throws IOException {
        return form(other, 0, from, others);
    }

    /// The same with another content.
    Letter form(Content other, int otherReturnPath, ReversePath from, DeliveryWishes others)
            throws IOException {
        return new Letter(
                id,
                other,
                otherReturnPath,
                MessageParser.parse(other, MimeLimits.STANDARD),
                from,
                received,
                eightBit,
                international,
                others);
    }

    Incoming incoming(List<LocalCopy> copies, List<Relayed> relayed) {
        return incoming(copies, relayed, MailLane.PERSON);
    }

    Incoming incoming(List<LocalCopy> copies, List<Relayed> relayed, MailLane lane) {
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
                id);
    }
}
