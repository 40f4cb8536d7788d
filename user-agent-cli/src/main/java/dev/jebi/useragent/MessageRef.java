package dev.jebi.useragent;

/// Which message: `MAILBOX:UID`, or the UID alone for one in INBOX.
record MessageRef(String mailbox, long uid) {
    static MessageRef parse(String text) {
        int colon = text.lastIndexOf(':');
        String uid = text.substring(colon + 1);
        if (!uid.matches("[0-9]{1,10}") || uid.matches("0+") || colon == 0) {
            throw new Failure(
                    Failure.Kind.USAGE,
                    "'" + text + "' is no message; jebi mail ls shows ids like INBOX:12");
        }
        return new MessageRef(colon < 0 ? "INBOX" : text.substring(0, colon), Long.parseLong(uid));
    }

    @Override
    public String toString() {
        return mailbox + ":" + uid;
    }
}
