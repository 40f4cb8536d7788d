package dev.jebi.imapserver.command;

/// How much one command may ask.
///
/// @param elements of lists in one command: flags, patterns, items, search keys, header fields; ten
///   more for each message of an APPEND
/// @param depth of search keys inside each other
/// @param ranges of all message sets in one command
/// @param keywordLength of a keyword
/// @param patternLength of a LIST pattern with its reference
/// @param messages that one APPEND brings (RFC 3502)
/// @param textKeys BODY and TEXT keys of one search: each may read every message
public record ParserLimits(
        int elements,
        int depth,
        int ranges,
        int keywordLength,
        int patternLength,
        int messages,
        int textKeys) {
    /// More than any client is known to send; a line of 64 KiB holds about 16,000 ranges.
    public static final ParserLimits STANDARD =
            new ParserLimits(2_000, 50, 20_000, 255, 4_000, 10_000, 20);
}
