package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ParserLimits;

import java.time.Duration;

/// What one IMAP session may ask.
///
/// @param parser of one command
/// @param line octets of a command line without its literals
/// @param literal octets of all literals of a command that are not messages
/// @param append octets of a message (RFC 7889)
/// @param discard octets of a refused literal that are read and dropped; more ends the session
/// @param badCommands one after the other, before the session ends; five times as many commands of
///   any kind may come before somebody has logged in
/// @param failedLogins before the session ends
/// @param idleBeforeLogin how long a client may be silent before it has logged in
/// @param idle how long afterwards; RFC 9051 §5.4 asks for 30 minutes at least
/// @param stillHere how often IDLE says that the server is there, for the sake of NAT tables
/// @param messages that one command sees to (RFC 9738)
/// @param progress how often a command that takes long says so (RFC 9585)
public record ImapLimits(
        ParserLimits parser,
        int line,
        int literal,
        long append,
        long discard,
        int badCommands,
        int failedLogins,
        Duration idleBeforeLogin,
        Duration idle,
        Duration stillHere,
        int messages,
        Duration progress) {
    /// How many commands may come before somebody has logged in.
    int commandsBeforeLogin() {
        return badCommands * 5;
    }

    /// The same with another limit of a message's octets.
    public ImapLimits withAppend(long octets) {
        return new ImapLimits(
                parser,
                line,
                literal,
                octets,
                discard,
                badCommands,
                failedLogins,
                idleBeforeLogin,
                idle,
                stillHere,
                messages,
                progress);
    }

    /// What a small organisation needs.
    public static final ImapLimits STANDARD =
            new ImapLimits(
                    ParserLimits.STANDARD,
                    64 * 1024,
                    128 * 1024,
                    50L << 20,
                    200L << 20,
                    20,
                    10,
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(31),
                    Duration.ofMinutes(2),
                    1_000_000,
                    Duration.ofSeconds(10));
}
