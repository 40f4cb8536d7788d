package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.util.List;

/// One directory of a disk, as the journal uses it; behind an interface so that tests can fill the
/// disk, fail its syncs and cut its power. Safe for use by several threads.
public interface Disk {
    /// The names in the directory.
    List<String> list() throws IOException;

    /// Opens a file that is there.
    LogFile open(String name) throws IOException;

    /// Makes an empty file, in the place of one that was there.
    LogFile create(String name) throws IOException;

    /// Gives a file another name; open ones stay open.
    void rename(String from, String to) throws IOException;

    /// Removes a file; open ones stay readable.
    void delete(String name) throws IOException;

    /// Syncs the directory itself: names made, changed and removed are durable then.
    void sync() throws IOException;

    /// Nobody is expected to read a file soon: what nobody has read of it need not stay in memory.
    /// Where it cannot be told so, nothing happens.
    default void cold(String name) {}

    /// Octets that may still be written to new files.
    long usable() throws IOException;
}
