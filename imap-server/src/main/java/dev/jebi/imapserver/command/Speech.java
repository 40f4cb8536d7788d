package dev.jebi.imapserver.command;

/// How a client speaks, once it has switched on what there is.
///
/// @param utf8 whether mailbox names and quoted strings are UTF-8, and names not modified UTF-7
/// @param charsets whether a search may name the charset of its texts
public record Speech(boolean utf8, boolean charsets) {
    /// Of who has switched on nothing.
    public static final Speech PLAIN = new Speech(false, true);
}
