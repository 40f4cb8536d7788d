package dev.jebi.mailstore;

/// Which queued mail goes before which, when not all can go at once.
public enum MailLane {
    /// What a person has written: first.
    PERSON,
    /// What this mail system reports: that mail failed, is late, was delivered.
    REPORT,
    /// What goes to many.
    LIST
}
