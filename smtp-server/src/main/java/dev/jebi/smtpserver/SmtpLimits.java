package dev.jebi.smtpserver;

import java.time.Duration;

/// What one SMTP session is granted.
///
/// @param commandLine octets of a command line without CRLF: RFC 5321 §4.5.3.1.4 has 512, people
///   send more; the extensions add to MAIL 26 (RFC 1870), 17 (RFC 6152), 10 (RFC 6531), 500 (RFC
///   4954), 115 (RFC 3461), 34 (RFC 4865), 17 (RFC 2852), 15 (RFC 6710) and 11 (RFC 8689), and less
///   to RCPT
/// @param authLine octets of a line of an AUTH exchange (RFC 4954 §4)
/// @param messageOctets the largest message (RFC 1870)
/// @param recipients of one message; RFC 5321 §4.5.3.1.8 obliges us to 100
/// @param transactions messages in one session; RFC 9422 tells them with six digits
/// @param badCommands lines that are no command, or come out of order, before the session ends
/// @param authFailures before the session ends
/// @param spoolHeapOctets of a message kept in heap before it goes to a file
/// @param hold how far in the future a message may be released (RFC 4865)
public record SmtpLimits(
        int commandLine,
        int authLine,
        long messageOctets,
        int recipients,
        int transactions,
        int badCommands,
        int authFailures,
        int spoolHeapOctets,
        Duration hold) {
    /// For a small organisation.
    public static final SmtpLimits STANDARD =
            new SmtpLimits(
                    1_000 + 745,
                    12_288,
                    64L << 20,
                    1_000,
                    999_999,
                    20,
                    10,
                    128 * 1024,
                    Duration.ofDays(30));

    /// Octets of BDAT chunks that are read only to be dropped; a client that announces more is
    /// left.
    long drainOctets() {
        return 2 * messageOctets;
    }

    /// Octets that all sessions together may have in spool files; who comes then is told to try
    /// again later.
    long spoolOctets() {
        return 64 * messageOctets;
    }

    /// Commands that bring no message nearer, since the last one, before the session ends.
    int idleCommands() {
        return badCommands + recipients;
    }
}
