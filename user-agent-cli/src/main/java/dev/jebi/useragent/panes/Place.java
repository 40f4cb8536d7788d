package dev.jebi.useragent.panes;

/// Where a key is pressed.
enum Place {
    MAILBOXES,
    LIST,
    MESSAGE
}
