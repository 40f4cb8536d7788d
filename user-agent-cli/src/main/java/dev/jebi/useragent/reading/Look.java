package dev.jebi.useragent.reading;

/// How a piece of a line stands out.
public enum Look {
    PLAIN,
    STRONG,
    EMPHASIS,
    CODE,
    HEADING,
    LINK,
    /// Said by us or beside the matter: a signature, a link's number, a picture's name.
    NOTE
}
