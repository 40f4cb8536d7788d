package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.mailstore.Account;

import java.io.IOException;

/// Commands of the not authenticated state (RFC 9051 §6.2). For one thread.
final class BeforeLoginCommands {
    private final Sitting sitting;
    private final LoginCommands logins;
    private boolean tlsAgreed;

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
                tlsAgreed = true;
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

    /// Does what was agreed, once the answer is out. Nothing that was sent before the handshake
    /// counts after it (RFC 9051 §6.2.1).
    void afterAnswer() throws IOException {
        if (!tlsAgreed) {
            return;
        }
        tlsAgreed = false;
        sitting.out().flush();
        try {
            sitting.wire().startTls();
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }
}
