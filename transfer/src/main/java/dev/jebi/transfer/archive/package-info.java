/// Mailboxes in files: mbox (RFC 4155, with the quoting called mboxrd) and Maildir, read and
/// written message by message in constant memory, so that a long run can be taken up again where it
/// was interrupted.
@NullMarked
package dev.jebi.transfer.archive;

import org.jspecify.annotations.NullMarked;
