package dev.jebi.mime;

/// How deep and wide the structure of a message is followed; what lies beyond is one opaque part.
public record MimeLimits(int depth, int parts, int headerOctets) {
    /// What real mail never reaches.
    public static final MimeLimits STANDARD = new MimeLimits(100, 10_000, 1 << 20);
}
