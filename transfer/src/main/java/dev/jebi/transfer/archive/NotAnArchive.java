package dev.jebi.transfer.archive;

import java.io.IOException;

/// What was given is no mbox and no Maildir; the message says why.
public final class NotAnArchive extends IOException {
    private static final long serialVersionUID = 1;

    NotAnArchive(String message) {
        super(message);
    }
}
