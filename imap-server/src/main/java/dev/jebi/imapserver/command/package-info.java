/// What an IMAP client says: commands as plain values, and the parser that reads them from lines
/// and literals. Commands are grouped as RFC 9051 §6.1–6.4 groups them, so that the check of the
/// state is a switch. Nothing here knows the store: sequence numbers are still sequence numbers,
/// and a mailbox is only a name.
@NullMarked
package dev.jebi.imapserver.command;

import org.jspecify.annotations.NullMarked;
