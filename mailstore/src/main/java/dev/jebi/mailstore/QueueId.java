package dev.jebi.mailstore;

/// The number of a message in the outbound queue.
public record QueueId(long value) {}
