package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.util.List;

/// Whoever decides whether a journal with gaps can be used.
@FunctionalInterface
public interface GapJudge {
    /// Takes any journal.
    GapJudge LENIENT =
            _ -> {
                // whatever is there is used
            };

    /// Returns when the journal can be used; gaps that were not freed count as freed from then on.
    ///
    /// @throws IOException when it cannot
    void judge(List<Gap> gaps) throws IOException;
}
