package dev.jebi.mailstore.journal;

import java.io.IOException;

/// What a newer Jebi has written, which this one cannot read: it is left alone.
public final class NewerFormat extends IOException {
    private static final long serialVersionUID = 1;

    /// Of something that has a version.
    public NewerFormat(String what, int version, int known) {
        super(
                "%s was written by a newer Jebi: its format is %d, this Jebi knows up to %d"
                        .formatted(what, version, known));
    }
}
