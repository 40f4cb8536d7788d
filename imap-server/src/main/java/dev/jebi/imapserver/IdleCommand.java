package dev.jebi.imapserver;

import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.wire.Wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// IDLE (RFC 9051 §6.3.13): waits for the client and for the mailbox at once, on the session's own
/// thread.
final class IdleCommand {
    private final Sitting sitting;
    private final Wire wire;
    private final CommandReader reader;
    private final Responder out;
    private final ImapLimits limits;
    private final InstantSource clock;

    IdleCommand(Sitting sitting) {
        this.sitting = sitting;
        this.wire = sitting.wire();
        this.reader = sitting.reader();
        this.out = sitting.out();
        this.limits = sitting.face().limits();
        this.clock = sitting.face().clock();
    }

    /// Idles until the client says DONE. What it sends behind that is the next command's.
    Completion idle() throws IOException {
        var selected = sitting.selected();
        out.send(new ImapResponse.Continuation("idling"));
        if (selected.isEmpty()) {
            await();
        } else {
            selected.get().decoded().clear();
            try (var _ = selected.get().mailbox().watch(wire::wake)) {
                await();
            }
        }
        String answer = new String(reader.answer(), StandardCharsets.ISO_8859_1);
        if (!answer.equalsIgnoreCase("DONE")) {
            throw ImapRefusal.bad("expected DONE");
        }
        return Completion.of("IDLE completed");
    }

    private void await() throws IOException {
        Instant end = clock.instant().plus(limits.idle());
        Instant hello = clock.instant().plus(limits.stillHere());
        while (true) {
            sitting.update(true);
            sitting.notices().tell();
            out.flush();
            if (awaitInput()) {
                return;
            }
            Instant now = clock.instant();
            if (!now.isBefore(end)) {
                throw new WireGone("autologout: idle for too long");
            }
            if (!now.isBefore(hello)) {
                hello = now.plus(limits.stillHere());
                out.send(
                        new ImapResponse.Untagged(
                                ImapResponse.Condition.OK, Optional.empty(), "still here"));
            }
        }
    }

    private boolean awaitInput() {
        try {
            return wire.awaitInput(limits.stillHere());
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }
}
