package dev.jebi.imapserver;

import dev.jebi.imapserver.response.ResponseCode;

import java.util.Optional;

/// How a command ends that was done: what stands behind its OK.
record Completion(Optional<ResponseCode> code, String text) {
    static Completion of(String text) {
        return new Completion(Optional.empty(), text);
    }

    static Completion of(ResponseCode code, String text) {
        return new Completion(Optional.of(code), text);
    }
}
