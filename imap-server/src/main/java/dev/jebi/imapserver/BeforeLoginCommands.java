package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.mailstore.Account;

import java.io.IOException;

/// Commands of the not authenticated state (RFC 9051 §6.2). For one thread.
final class BeforeLoginCommands {
    private final Sitting sitting;
    private final LoginCommands logins;

    BeforeLoginCommands(Sitting sitting) {
        this.sitting = sitting;
        this.logins =
                new LoginCommands(sitting.face(), sitting.wire(), sitting.reader(), sitting.out());
    }

    Completion run(ImapCommand.BeforeLogin command) throws IOException {
        return switch (command) {
            case ImapCommand.StartTls _ -> {
                if (!sitting.wire().canStartTls()) {
                    throw ImapRefusal.bad("TLS cannot begin here");
                }
                // nothing that was sent before the handshake counts after it (RFC 9051 §6.2.1)
                sitting.afterwards(() -> {
                    sitting.out().flush();
                    sitting.wire().startTls();
                });
                yield Completion.of("begin TLS now");
            }
            case ImapCommand.Login login -> begin(logins.login(login));
            case ImapCommand.Authenticate authenticate -> begin(logins.authenticate(authenticate));
        };
    }

    /// Whether so many attempts to log in have failed that the session should end.
    boolean exhausted() {
        return logins.exhausted();
    }

    private Completion begin(Account account) throws IOException {
        sitting.begin(account);
        new QuotaCommands(sitting.face(), sitting.names(), sitting.out()).alert();
        return Completion.of(sitting.capability(), "logged in");
    }
}
