package dev.jebi.benchmarks.peers;

import java.io.IOException;
import java.util.List;

/// A set of loads and the table that comes of them.
interface Group {
    /// What it is called on the command line.
    String name();

    /// Runs it all.
    ///
    /// @return lines of Markdown
    List<String> run(Bench bench) throws IOException, InterruptedException;
}
