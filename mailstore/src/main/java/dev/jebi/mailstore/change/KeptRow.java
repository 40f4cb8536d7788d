package dev.jebi.mailstore.change;

/// An expunged message that can be restored.
///
/// @param id its number among those of its account; later ones have greater
/// @param uid the UID that it had
/// @param keywords bits of the words that stand beside the rows
/// @param date the internal date in milliseconds
public record KeptRow(long id, long uid, int flags, long keywords, long date, long blob) {}
