package dev.jebi.smtp;

/// Ends the reading of a line; caught in [SmtpParser#parse].
final class SyntaxRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    SyntaxRefusal(int code, String status, String line) {
        super(line, null, false, false);
        this.reply = Reply.of(code, status, line);
    }

    Reply reply() {
        return reply;
    }
}
