package dev.jebi.content;

import java.nio.channels.FileChannel;

/// A run of octets in an open file, which its owner keeps open.
public record FileRange(FileChannel channel, long position, long size) {}
