package dev.jebi.mailstore;

/// How a change of a subscription ends.
public sealed interface Subscribing {
    /// It is as wanted now, or was so before.
    record Done() implements Subscribing {}

    /// The account is subscribed to as much as it may be.
    record TooMany() implements Subscribing {}

    /// There is no such account.
    record NoSuchAccount() implements Subscribing {}
}
