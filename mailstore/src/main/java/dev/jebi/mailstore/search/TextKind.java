package dev.jebi.mailstore.search;

/// Where in a message a text stands, as far as the index tells them apart.
public enum TextKind {
    /// Fields of the name Subject.
    SUBJECT,
    /// Addresses of From.
    FROM,
    /// Addresses of To.
    TO,
    /// Addresses of Cc.
    CC,
    /// Addresses of Bcc.
    BCC,
    /// Every header field with its name, those of parts too, and the name of the message's own
    /// content.
    HEADER,
    /// The body.
    BODY
}
