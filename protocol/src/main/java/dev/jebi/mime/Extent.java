package dev.jebi.mime;

/// Where a part stands in the content: its header section with the empty line behind it from
/// `header` to `body`, its body from `body` to `end` (exclusive), as offsets from the first octet.
public record Extent(long header, long body, long end) {}
