package dev.jebi.mailstore.journal;

import java.io.IOException;

/// The journal could not write or sync and has stopped for good: what was waiting may or may not be
/// on disk. The process must end and recover by opening it again.
public final class JournalFailed extends IOException {
    private static final long serialVersionUID = 1;

    JournalFailed(Throwable cause) {
        super("the journal has failed and takes nothing any more: " + cause, cause);
    }
}
