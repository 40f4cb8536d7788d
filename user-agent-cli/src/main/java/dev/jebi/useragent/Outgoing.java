package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Sending;
import dev.jebi.useragent.online.Sending.Outcome;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// What waits in the outbox goes along with whatever goes to the server.
final class Outgoing {
    private Outgoing() {}

    /// Sends what is due; what fails keeps waiting and hinders nothing else.
    static List<Outcome> flush(Account account, LocalStore store, Mailboxes mailboxes)
            throws IOException {
        if (store.outbox().isEmpty()) {
            return List.of();
        }
        return new Sending(account, store, mailboxes).due(InstantSource.system().instant());
    }

    /// An outcome for scripts.
    static Value.Fields value(Outcome outcome) {
        var fields = new Value.Fields();
        return switch (outcome) {
            case Outcome.Sent sent ->
                    fields.put("id", sent.waiting().name())
                            .put("state", "sent")
                            .put("accepted", accepted(sent))
                            .put("refused", sent.refused())
                            .put("copied", sent.copied())
                            .put("trouble", sent.trouble());
            case Outcome.Kept kept ->
                    failed(fields, kept.waiting().name(), "queued", kept.failure());
            case Outcome.Refused refused ->
                    failed(fields, refused.waiting().name(), "refused", refused.failure());
            case Outcome.Gone gone ->
                    fields.put("id", gone.waiting().name())
                            .put("state", "gone")
                            .put("accepted", List.of())
                            .put("refused", List.of())
                            .put("copied", false)
                            .put("trouble", "");
        };
    }

    private static Value.Fields failed(
            Value.Fields fields, String name, String state, Failure failure) {
        return fields.put("id", name)
                .put("state", state)
                .put("accepted", List.of())
                .put("refused", List.of())
                .put("copied", false)
                .put("trouble", failure.sentence());
    }

    static List<String> accepted(Outcome.Sent sent) {
        return sent.waiting().order().recipients().stream()
                .filter(a -> !sent.refused().contains(a))
                .toList();
    }

    /// An outcome for people, on one line.
    static String line(Outcome outcome) {
        return SafeText.line(
                switch (outcome) {
                    case Outcome.Sent sent ->
                            "sent to " + String.join(", ", accepted(sent)) + trouble(sent);
                    case Outcome.Kept kept -> "waits in the outbox: " + kept.failure().sentence();
                    case Outcome.Refused refused -> refused.failure().sentence();
                    case Outcome.Gone _ -> "taken back";
                });
    }

    private static String trouble(Outcome.Sent sent) {
        return sent.trouble().isEmpty() ? "" : "; no copy is kept yet: " + sent.trouble();
    }
}
