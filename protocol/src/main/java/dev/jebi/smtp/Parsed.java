package dev.jebi.smtp;

/// What a command line was read as: a command, or the reply that refuses it.
public sealed interface Parsed permits SmtpCommand, Refusal {}
