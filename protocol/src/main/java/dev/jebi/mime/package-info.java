/// Messages read as RFC 5322 and MIME have them: structure by offsets, nothing decoded until asked,
/// no input that fails.
///
/// [MessageParser] reads a content once, front to back, through a buffer of bounded size, and gives
/// a [MessageHead]: the ENVELOPE, the tree of parts by offsets, and what threads are made of.
/// [MessageHeadCodec] is its stored form. What a command asks for later is cut from the content by
/// those offsets: header fields with [HeaderSection], octets with [TransferDecoding], text with
/// [BodyText], names and subjects with [HeaderText].
///
/// Texts that come from a header are raw: unfolded, one char an octet (ISO-8859-1), without NUL, CR
/// and LF, so that an IMAP string can hold them and nothing of the senders' octets is lost.
///
/// Invariants of a tree: a part lies within its parent's body, parts follow each other and do not
/// overlap, a multipart has at least one part, an inner message fills its parent's body.
///
/// Deliberately absent: any writing of messages but [HeaderText#encode] and [MailDate#format],
/// uuencode, and any repair of octets. Broken mail is read as well as it can be and kept as it is.
@NullMarked
package dev.jebi.mime;

import org.jspecify.annotations.NullMarked;
