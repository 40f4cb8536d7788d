package dev.jebi.sieve;

import java.io.IOException;

/// A command, ready to run.
interface Act {
    /// Runs it.
    Flow run(Evaluation run) throws SieveFault, IOException;
}
