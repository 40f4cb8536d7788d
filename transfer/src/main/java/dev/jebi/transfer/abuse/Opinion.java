package dev.jebi.transfer.abuse;

/// What an account's taste says of a message.
///
/// @param junk whether it belongs among the junk
/// @param sentence why, for people, where it decided something; else empty
public record Opinion(boolean junk, String sentence) {}
