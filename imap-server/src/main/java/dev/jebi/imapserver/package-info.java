/// The IMAP face (RFC 3501, laid out for RFC 9051): bytes become an
/// [dev.jebi.imapserver.command.ImapCommand], one switch over state and command runs it against the
/// store, and [dev.jebi.imapserver.response.ImapResponse]s go out.
///
/// Sequence numbers end here: the store speaks UIDs, and a session's `SelectedMailbox` holds the
/// view in which the client counts. That view changes only where the client is told: new messages
/// and flags with any command, expunges with none that speaks in sequence numbers (RFC 3501
/// §7.4.1). What the store changed is learnt by one means, `Mailbox.changesSince`.
///
/// Deliberately absent: an answer that waits for another session, a message held whole in heap, and
/// state that outlives a session (but for the marks of `\Recent`, which end with the process).
@NullMarked
package dev.jebi.imapserver;

import org.jspecify.annotations.NullMarked;
