package dev.jebi.daemon;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// The message of a log line with a question mark for each control character but the tab: those of
/// strangers never reach the terminal or forge a line. Every message that is accepted makes a line,
/// so that this is no regular expression.
final class CleanMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return clean(event.getFormattedMessage());
    }

    static String clean(String message) {
        for (int i = 0; i < message.length(); i++) {
            if (control(message.charAt(i))) {
                return replaced(message);
            }
        }
        return message;
    }

    private static String replaced(String message) {
        var clean = new StringBuilder(message);
        for (int i = 0; i < clean.length(); i++) {
            if (control(clean.charAt(i))) {
                clean.setCharAt(i, '?');
            }
        }
        return clean.toString();
    }

    private static boolean control(char c) {
        return (c < ' ' && c != '\t') || c == '\u007f';
    }
}
