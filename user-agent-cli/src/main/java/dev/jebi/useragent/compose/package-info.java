/// How a message is written: from what a person types to MIME.
///
/// A [dev.jebi.useragent.compose.Letter] is what the person has written so far, and its text form
/// ([dev.jebi.useragent.compose.LetterText]: header lines, an empty line, the body) is the draft,
/// the file that the editor opens and what is kept of it. A draft is on the disk before the editor
/// starts and stays there until somebody says that a server has the message and a copy stands in
/// the mailbox for sent mail. [dev.jebi.useragent.compose.Answer] makes replies and forwarded
/// messages, [dev.jebi.useragent.compose.Review] finds what a person may have forgotten, and
/// [dev.jebi.useragent.compose.LetterMime] makes the message. Nothing here opens a connection.
@NullMarked
package dev.jebi.useragent.compose;

import org.jspecify.annotations.NullMarked;
