package dev.jebi.sieve;

import java.io.IOException;

/// A test, ready to be asked.
interface Question {
    /// Whether it is true.
    boolean holds(Evaluation run) throws SieveFault, IOException;
}
