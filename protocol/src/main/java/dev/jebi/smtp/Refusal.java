package dev.jebi.smtp;

/// A line that is no command that this server takes.
///
/// @param reply what the client is told; it teaches the right form
public record Refusal(Reply reply) implements Parsed {}
