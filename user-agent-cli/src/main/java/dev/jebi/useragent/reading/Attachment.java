package dev.jebi.useragent.reading;

import jakarta.mail.Part;

/// A part that is saved and not read.
///
/// @param name harmless on a terminal; not yet fit for a file's name
/// @param size octets as they travel, about a third more than as a file; -1 where nobody knows
/// @param inline whether it belongs to the text, as a picture in it does
public record Attachment(String name, String type, long size, boolean inline, Part part) {}
