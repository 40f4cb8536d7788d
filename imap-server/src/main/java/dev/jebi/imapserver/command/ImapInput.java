package dev.jebi.imapserver.command;

import dev.jebi.content.Content;

import java.io.IOException;

/// Where the parser takes a command's lines and literals from (RFC 9051 §4.3), in the order in
/// which they come; whoever implements it asks the client to go on where the literal is a
/// synchronising one, and refuses what is too large.
public interface ImapInput {
    /// The next line, without its CRLF.
    byte[] line() throws IOException;

    /// A literal that is an argument; comes into heap.
    byte[] literal(Literal literal) throws IOException;

    /// A literal that is a message; may stand in a file.
    Content message(Literal literal) throws IOException;

    /// A literal that is a piece of a message (RFC 4469); may stand in a file, and may be empty.
    Content piece(Literal literal) throws IOException;

    /// What stands at the end of a line before a literal.
    ///
    /// @param synchronising whether the client waits to be asked (RFC 7888)
    /// @param binary whether it may have NUL (RFC 3516 §7 `literal8`)
    record Literal(long octets, boolean synchronising, boolean binary) {}
}
