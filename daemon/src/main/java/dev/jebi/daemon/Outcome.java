package dev.jebi.daemon;

import java.util.List;

/// What an administrative command came to.
///
/// @param exitCode how the process ends
/// @param lines for standard output
/// @param complaint one sentence for standard error that says the mend; empty when there is none
record Outcome(int exitCode, List<String> lines, String complaint) {
    static Outcome done(List<String> lines) {
        return new Outcome(ExitCode.DONE.number(), lines, "");
    }

    static Outcome done(String line) {
        return done(List.of(line));
    }

    static Outcome failed(ExitCode code, String complaint) {
        return new Outcome(code.number(), List.of(), complaint);
    }
}
