package dev.jebi.spf;

import java.io.Serial;

/// The end of an evaluation that is caught in one place: a temporary or permanent error (RFC 7208
/// §2.6.6, §2.6.7).
final class SpfStop extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final SpfResult result;

    private SpfStop(SpfResult result, String reason) {
        super(reason, null, false, false);
        this.result = result;
    }

    static SpfStop permanent(String reason) {
        return new SpfStop(SpfResult.PERMERROR, reason);
    }

    static SpfStop temporary(String reason) {
        return new SpfStop(SpfResult.TEMPERROR, reason);
    }

    SpfResult result() {
        return result;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
