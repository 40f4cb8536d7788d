package dev.jebi.imapserver;

import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Uid;

import java.util.Arrays;
import java.util.Optional;

/// How many messages one command may see to (RFC 9738).
///
/// @param messages as many
record MessageLimit(int messages) {
    /// The messages that a command sees to: the last ones of those that it names (RFC 9738 §3.1).
    ///
    /// @param cut what the answer tells when they are not all
    record Share(Numbers numbers, Optional<ResponseCode> cut) {
        /// The command's end, with what it says of the limit.
        Completion completion(String text) {
            return new Completion(cut, text);
        }
    }

    /// As CAPABILITY names it.
    String word() {
        return "MESSAGELIMIT=" + messages;
    }

    Share of(Numbers asked, SelectedMailbox view) {
        if (asked.count() <= messages) {
            return new Share(asked, Optional.empty());
        }
        var last = asked.last(messages);
        return new Share(last, Optional.of(code(view.uid(last.low(0)))));
    }

    /// The last ones of UIDs, which are ascending.
    long[] of(long[] uids) {
        return uids.length <= messages
                ? uids
                : Arrays.copyOfRange(uids, uids.length - messages, uids.length);
    }

    /// What the answer tells when it is of the UIDs from `lowest` on.
    ResponseCode code(Uid lowest) {
        return new ResponseCode.MessageLimit(messages, Optional.of(lowest));
    }

    /// For commands that are done whole or not at all.
    void require(long asked) {
        if (asked > messages) {
            throw ImapRefusal.no(
                    new ResponseCode.MessageLimit(messages, Optional.empty()),
                    "more messages than one command may name");
        }
    }
}
