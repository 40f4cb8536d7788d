package dev.jebi.mailstore;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A message while [Mailbox#scan] shows it; it is another one as soon as the look has returned.
public interface ScannedMessage {
    /// Its UID.
    long uid();

    /// Its flags; messages with the same flags mostly share the object.
    Flags flags();

    /// Its mod-sequence.
    long modSeq();

    /// Its octets, as [MessageInfo#size].
    long size();

    /// When the store received it, in seconds since 1970.
    long internalDate();

    /// When it came into this mailbox (RFC 8514 §3), in seconds since 1970.
    long saved();

    /// The number of its [EmailId].
    long email();

    /// The octets of its head, for [dev.jebi.mime.MessageHeadCodec]; they too are another's after
    /// the look.
    ByteBuffer head() throws IOException;

    /// Looks at one message after the other.
    interface Look {
        /// Takes a look.
        void at(ScannedMessage message) throws IOException;
    }
}
