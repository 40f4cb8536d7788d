package dev.jebi.daemon;

/// A configuration that cannot be run: says where, which key, and the mend. Ends the start with
/// exit code 78.
final class BadConfiguration extends RuntimeException {
    BadConfiguration(String where, String key, String mend) {
        super(where + ": " + key + ": " + mend);
    }

    BadConfiguration(String message) {
        super(message);
    }
}
