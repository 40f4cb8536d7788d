package dev.jebi.mailstore.s3;

import java.time.Instant;

/// An object that the storage lists.
public record Stored(String name, long size, Instant since) {}
