package dev.jebi.smtpserver.managesieve;

/// A command that makes no sense; the wire is behind it.
final class BadCommand extends Exception {
    private static final long serialVersionUID = 1;

    /// Nothing can be read any more: the client is told, and left.
    final boolean last;

    BadCommand(String why, boolean last) {
        super(why, null, false, false);
        this.last = last;
    }

    /// For the client.
    String why() {
        return String.valueOf(getMessage());
    }
}
