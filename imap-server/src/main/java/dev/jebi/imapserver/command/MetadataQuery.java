package dev.jebi.imapserver.command;

import java.util.List;
import java.util.OptionalLong;

/// Which entries are asked for (RFC 5464 §4.2).
///
/// @param entries as the client wrote them
/// @param depth how many levels below them
/// @param maxSize the most octets of a value that is told
public record MetadataQuery(List<String> entries, int depth, OptionalLong maxSize) {
    /// All levels below.
    public static final int INFINITY = Integer.MAX_VALUE;
}
