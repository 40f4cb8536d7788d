package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Signatures above what leaves: on a message that is passed on what we saw of it (RFC 8617), on
/// one by an author of ours that it is theirs (RFC 6376).
@FunctionalInterface
public interface Sealer {
    /// Puts nothing.
    Sealer NONE = (_, _) -> "";

    /// Fields with their line ends, in ASCII.
    ///
    /// @param content as it goes out, without Return-Path
    /// @param by the domain of ours that passes it on
    String above(Content content, Domain by) throws IOException;

    /// The signatures of the domain whose author wrote a message; fields with their line ends, in
    /// ASCII, none when nobody here signs for it. Nothing below them may change any more.
    ///
    /// @param content as it goes out, without Return-Path
    default String signatures(Content content) throws IOException {
        return "";
    }

    /// A message with the signatures of its author's domain above it.
    ///
    /// @param content as it goes out, without Return-Path
    default Content signed(Content content) throws IOException {
        String above = signatures(content);
        return above.isEmpty()
                ? content
                : Content.concat(Content.of(above.getBytes(StandardCharsets.US_ASCII)), content);
    }
}
