package dev.jebi.imapserver;

import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.Rights;

/// A mailbox under the name that somebody has for it.
///
/// @param name theirs; its owner's is in the mailbox
/// @param rights what they may do with it
/// @param own whether they are its owner
record Named(MailboxName name, MailboxInfo mailbox, Rights rights, boolean own) {}
