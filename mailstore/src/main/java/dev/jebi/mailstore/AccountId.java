package dev.jebi.mailstore;

/// The number of an account in the store; never given again.
public record AccountId(int value) {}
