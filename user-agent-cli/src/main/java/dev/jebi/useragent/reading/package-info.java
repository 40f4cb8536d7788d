/// How a message becomes text that a person can read on a terminal.
///
/// [dev.jebi.useragent.reading.MessageReading] finds the parts to be read and those to be saved,
/// [dev.jebi.useragent.reading.HtmlLayout] and [dev.jebi.useragent.reading.TextLayout] set them in
/// lines of a width, and [dev.jebi.useragent.text.SafeText] is the gate that all text of strangers
/// goes through: no control character, no bidi override and no escape sequence passes it. Nothing
/// here opens a connection: remote pictures are counted and never fetched. All work is bounded in
/// octets, depth, parts and lines, because what is read was written by strangers.
@NullMarked
package dev.jebi.useragent.reading;

import org.jspecify.annotations.NullMarked;
