package dev.jebi.mailstore;

import java.io.IOException;

/// The index is too far behind the journal and cannot be written; nothing more is taken until it
/// can. Nothing is lost.
final class IndexBehind extends IOException {
    private static final long serialVersionUID = 1;

    IndexBehind() {
        super("the index cannot be written");
    }
}
