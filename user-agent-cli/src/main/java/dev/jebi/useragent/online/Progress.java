package dev.jebi.useragent.online;

/// Who is told how far a long job is. Called often, from the thread that works.
@FunctionalInterface
public interface Progress {
    /// Nobody.
    Progress NONE = (_, _, _) -> {};

    /// @param what a few words, e.g. `INBOX`
    /// @param whole how many there are; 0 when that is not known
    void at(String what, long done, long whole);
}
