package dev.jebi.useragent.terminal;

import java.io.IOException;
import java.util.List;

/// A terminal that shows canvases and sends keys.
public interface Screen {
    /// Waits for input, a tenth of a second at most.
    List<Input> read() throws IOException;

    int columns();

    int rows();

    /// Shows a canvas.
    void show(Canvas canvas) throws IOException;

    /// Rings.
    void bell() throws IOException;

    /// Something to do on the terminal as it was before.
    interface Aside<T> {
        T run() throws IOException, InterruptedException;
    }

    /// Gives the terminal back for a while, to an editor or a pager; no key is taken meanwhile.
    <T> T aside(Aside<T> work) throws IOException, InterruptedException;
}
