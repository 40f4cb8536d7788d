package dev.jebi.reporting;

/// What should be a report is none.
public final class NoReport extends Exception {
    private static final long serialVersionUID = 1;

    NoReport(String message) {
        super(message);
    }

    NoReport(String message, Throwable cause) {
        super(message, cause);
    }
}
