package dev.jebi.transfer;

import dev.jebi.content.Content;

/// Content as it came, and what was seen in it on the way.
///
/// @param id names the message in replies, logs and trace fields
/// @param bareLf whether a LF without CR was seen
/// @param bareCr whether a CR without LF was seen
/// @param nul whether a NUL was seen
/// @param eightBit whether an octet over 127 was seen
public record Arrived(
        String id,
        Content content,
        boolean bareLf,
        boolean bareCr,
        boolean nul,
        boolean eightBit) {}
