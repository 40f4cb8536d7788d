package dev.jebi.mailstore.change;

import java.util.List;

/// The changes of one journal record.
public record Logged(long lsn, List<Change> changes) {}
