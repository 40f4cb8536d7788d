package dev.jebi.smtpserver.managesieve;

import java.util.List;

/// A command and its arguments, which are strings or numbers in decimal.
record Command(String verb, List<Argument> arguments) {
    /// An argument.
    ///
    /// @param string whether it was a string, not a number
    record Argument(String text, boolean string) {}

    /// Whether its arguments are so many strings.
    boolean strings(int count) {
        return arguments.size() == count && arguments.stream().allMatch(Argument::string);
    }

    String text(int index) {
        return arguments.get(index).text();
    }
}
