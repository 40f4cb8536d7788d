package dev.jebi.useragent.panes;

/// What a piece of the screen is; the theme says how it looks.
enum Role {
    TEXT,
    FAINT,
    STRONG,
    EMPHASIS,
    CODE,
    HEADING,
    LINK,
    QUOTE,
    DEEP_QUOTE,
    UNREAD,
    FLAGGED,
    SELECTED,
    SELECTED_ELSEWHERE,
    MARKED,
    TITLE,
    STATUS,
    WARNING,
    ERROR,
    FULL,
    KEY,
    BORDER,
    FIELD
}
