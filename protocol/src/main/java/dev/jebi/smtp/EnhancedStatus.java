package dev.jebi.smtp;

/// An enhanced status code (RFC 3463), e.g. 5.7.1.
public record EnhancedStatus(int klass, int subject, int detail) {
    /// Reads `class.subject.detail`.
    ///
    /// @throws IllegalArgumentException when it is none
    public static EnhancedStatus parse(String text) {
        if (!text.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
            throw new IllegalArgumentException("not an enhanced status code: " + text);
        }
        String[] parts = text.split("\\.");
        return new EnhancedStatus(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
        return klass + "." + subject + "." + detail;
    }
}
