package dev.jebi.reporting;

/// What a report of others may cost.
///
/// @param packed octets as they come
/// @param unpacked octets behind gzip or ZIP, and of text
/// @param rows of one report; the rest is left out
/// @param depth of elements in each other
/// @param text chars of one value
public record ReportLimits(int packed, int unpacked, int rows, int depth, int text) {
    /// The largest reports in circulation have some ten thousand rows.
    public static final ReportLimits STANDARD =
            new ReportLimits(16 << 20, 32 << 20, 100_000, 32, 4_000);
}
