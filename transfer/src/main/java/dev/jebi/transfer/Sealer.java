package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.content.Content;

import java.io.IOException;

/// What is put above a message that is passed on: signatures that say what we saw (RFC 8617).
@FunctionalInterface
public interface Sealer {
    /// Puts nothing.
    Sealer NONE = (_, _) -> "";

    /// Fields with their line ends, in ASCII.
    ///
    /// @param content as it goes out, without Return-Path
    /// @param by the domain of ours that passes it on
    String above(Content content, Domain by) throws IOException;
}
