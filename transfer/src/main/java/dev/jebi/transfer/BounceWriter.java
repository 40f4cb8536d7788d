package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;

import java.io.IOException;
import java.util.List;

/// Who reports to the originator that some recipients of an accepted message did not get it.
@FunctionalInterface
public interface BounceWriter {
    /// Reports that the recipients' mailboxes were full; does nothing for the null reverse-path.
    ///
    /// @param message without Return-Path
    void overQuota(ReversePath originator, List<Address> recipients, Content message)
            throws IOException;

    /// Reports that nobody gets the message for a recipient; does nothing for the null
    /// reverse-path.
    ///
    /// @param message without Return-Path
    default void failed(ReversePath originator, Plan.Failed failed, Content message)
            throws IOException {
        overQuota(originator, List.of(failed.recipient()), message);
    }

    /// The same, with what the originator wished (RFC 3461).
    default void overQuota(Envelope envelope, List<Address> recipients, Content message)
            throws IOException {
        overQuota(envelope.reversePath(), recipients, message);
    }

    /// The same, with what the originator wished (RFC 3461).
    default void failed(Envelope envelope, Plan.Failed failed, Content message) throws IOException {
        failed(envelope.reversePath(), failed, message);
    }

    /// Reports that recipients here have got the message, to whoever wished to hear of it.
    ///
    /// @param message without Return-Path
    default void delivered(Envelope envelope, List<Address> recipients, Content message)
            throws IOException {}
}
