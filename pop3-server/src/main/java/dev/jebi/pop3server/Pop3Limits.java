package dev.jebi.pop3server;

import java.time.Duration;

/// What a POP3 session grants its client. Octets of a line count without its CRLF.
///
/// @param commandOctets a command (RFC 2449 §4: 255 with the CRLF)
/// @param credentialOctets a command with a login, a password or an initial response in it; more
///   than RFC 2449 asks for, since an address alone may have 254 octets
/// @param responseOctets a response within AUTH (RFC 5034 §4: whatever the mechanisms need)
/// @param badCommands commands that are none or come at the wrong time, before the session ends
/// @param failedLogins wrong credentials, before the session ends
/// @param authorizationTime how long a client may take until it is signed in
/// @param idleTimeout the autologout timer (RFC 1939 §3: at least 10 minutes)
public record Pop3Limits(
        int commandOctets,
        int credentialOctets,
        int responseOctets,
        int badCommands,
        int failedLogins,
        Duration authorizationTime,
        Duration idleTimeout) {
    /// What RFC 1939 and RFC 2449 ask for.
    public static final Pop3Limits STANDARD =
            new Pop3Limits(
                    253, 1_000, 12_288, 20, 5, Duration.ofMinutes(10), Duration.ofMinutes(10));
}
