package dev.jebi.imapserver;

import dev.jebi.mailstore.sharing.Rights;

/// What a session may do with the mailbox that it has open, at this moment: rights are taken away
/// and granted while it is open. For one thread.
interface Access {
    /// An owner's.
    Access OWNER = () -> Rights.ALL;

    /// The rights as they are now.
    Rights rights();
}
