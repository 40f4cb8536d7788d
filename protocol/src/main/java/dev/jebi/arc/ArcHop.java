package dev.jebi.arc;

/// A hop that sealed a message.
///
/// @param instance 1 for the first one
/// @param domain who sealed, as A-labels
/// @param results what it says it saw: its ARC-Authentication-Results, from the authserv-id on
public record ArcHop(int instance, String domain, String selector, String results) {}
