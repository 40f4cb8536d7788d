package dev.jebi.useragent.local;

import dev.jebi.useragent.failure.Failure;

/// Which message: `MAILBOX:UID`, or the UID alone for one in INBOX.
public record MessageRef(String mailbox, long uid) {
    private static final long MAX_UID = 0xFFFF_FFFFL;

    public static MessageRef parse(String text) {
        int colon = text.lastIndexOf(':');
        String uid = text.substring(colon + 1);
        boolean number = uid.matches("[0-9]{1,10}") && !uid.matches("0+");
        if (!number || Long.parseLong(uid) > MAX_UID || colon == 0) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "'" + text + "' is no message; jebi mail ls shows ids like INBOX:12");
        }
        return new MessageRef(colon < 0 ? "INBOX" : text.substring(0, colon), Long.parseLong(uid));
    }

    @Override
    public String toString() {
        return mailbox.concat(":").concat(Long.toString(uid)); // quicker to start than +
    }
}
