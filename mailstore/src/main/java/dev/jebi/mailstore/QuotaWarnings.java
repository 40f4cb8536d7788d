package dev.jebi.mailstore;

import java.io.IOException;
import java.util.List;

/// Who has to be told that the mailbox is nearly full. A level ([Quota#level]) that is reached from
/// below is told of once; whoever falls below it is told again when it is reached again. Safe for
/// use by several threads.
public interface QuotaWarnings {
    /// Somebody to tell.
    ///
    /// @param level in percent, the highest that is reached
    record Due(Account account, int level, Quota quota) {}

    /// Who has to be told now.
    List<Due> due();

    /// Puts the message that tells into the INBOX, although it may not fit, and remembers in the
    /// same change that it was told; nothing happens where that is not due any more.
    ///
    /// @return whether it was put there
    boolean warn(Due due, NewMessage message) throws IOException;

    /// Calls `onDue`, on some thread and briefly, when somebody more has to be told. Close it to
    /// end.
    Watch watch(Runnable onDue);
}
