package dev.jebi.mailstore.search;

import java.io.IOException;
import java.io.Reader;

/// Is shown the decoded texts of a message, one after the other; none of them runs into the next.
public interface TextVisitor {
    /// A short text.
    ///
    /// @return whether that is enough
    boolean text(String text);

    /// A text of any length, to be read as far as it is wanted.
    ///
    /// @return whether that is enough
    boolean text(Reader text) throws IOException;
}
