package dev.jebi.smtp;

/// Which of its forms of SMTP a listener speaks.
public enum Dialect {
    /// Between servers (RFC 5321).
    RECEPTION,
    /// From account holders (RFC 6409): lenient with paths, and with extensions of its own.
    SUBMISSION,
    /// From a mail system on this site to mailboxes (RFC 2033).
    LMTP
}
