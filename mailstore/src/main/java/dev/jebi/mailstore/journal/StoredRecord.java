package dev.jebi.mailstore.journal;

import java.nio.ByteBuffer;

/// A record as read back, its body left where it is.
record StoredRecord(RecordHeader header, ByteBuffer meta) {}
