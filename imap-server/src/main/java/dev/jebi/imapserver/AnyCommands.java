package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Commands of any state (RFC 9051 §6.1). For one thread.
final class AnyCommands {
    private static final Logger log = LoggerFactory.getLogger(AnyCommands.class);

    private final Sitting sitting;

    AnyCommands(Sitting sitting) {
        this.sitting = sitting;
    }

    Completion run(ImapCommand.Any command) throws IOException {
        return switch (command) {
            case ImapCommand.Capability _ -> {
                sitting.send(new ImapResponse.Capabilities(sitting.capabilities()));
                yield Completion.of("CAPABILITY completed");
            }
            case ImapCommand.Noop _ -> Completion.of("NOOP completed");
            case ImapCommand.Logout _ -> {
                sitting.send(ImapResponse.Untagged.bye("until next time"));
                sitting.end();
                yield Completion.of("LOGOUT completed");
            }
            case ImapCommand.Id(var fields) -> id(fields);
        };
    }

    private Completion id(Map<String, String> fields) throws IOException {
        log.debug(
                "event=id protocol=imap session={} fields={}", sitting.wire().id(), fields.size());
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("name", "Jebi");
        ours.put("vendor", "Jebi");
        sitting.send(new ImapResponse.ServerId(ours));
        return Completion.of("ID completed");
    }
}
