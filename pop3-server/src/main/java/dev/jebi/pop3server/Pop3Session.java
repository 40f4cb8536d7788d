package dev.jebi.pop3server;

import dev.jebi.mailstore.Removal;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.LineTooLong;
import dev.jebi.wire.ShuttingDown;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/// One client's conversation, from the greeting to the end (RFC 1939). For the one thread that runs
/// it.
final class Pop3Session {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Session.class);

    private final Wire wire;
    private final Pop3Settings settings;
    private final Pop3Limits limits;
    private final InstantSource clock;
    private final Instant signInBy;
    private final Replies replies;
    private final Pop3Parser parser;
    private final SignIn signIn;
    private final MaildropCommands commands;
    private final CapabilityList capabilities;

    private Pop3State state = new Pop3State.Authorization(Optional.empty());
    private int badCommands;
    private int failedLogins;
    private int deleted;
    private boolean utf8;

    Pop3Session(Wire wire, Pop3House house) {
        this.wire = wire;
        this.settings = house.settings();
        this.limits = settings.limits();
        this.clock = house.clock();
        this.signInBy = clock.instant().plus(limits.authorizationTime());
        this.replies = new Replies(wire);
        this.parser = new Pop3Parser(limits);
        this.signIn = new SignIn(wire, replies, house);
        this.commands = new MaildropCommands(wire, replies);
        this.capabilities = new CapabilityList(wire, signIn, house.policies());
    }

    /// Runs the session. Whatever ends it, the maildrop's lock ends with it, and nothing is deleted
    /// but by QUIT (RFC 1939 §6).
    void run() {
        String why = "fault";
        try {
            replies.ok(Text.READY, settings.hostname());
            why = converse();
        } catch (IdleTimeout _) {
            why = "timeout"; // RFC 1939 §3: closed without a response, no UPDATE state
        } catch (EOFException _) {
            why = "vanished";
        } catch (IOException e) {
            why = "wire";
            LOG.info("event=pop3.wire-failed session={} cause=\"{}\"", wire.id(), e.toString());
        } finally {
            release();
            LOG.info(
                    "event=pop3.end session={} why={} retrieved={} deleted={}",
                    wire.id(),
                    why,
                    commands.retrieved(),
                    deleted);
        }
    }

    private String converse() throws IOException {
        while (!(state instanceof Pop3State.Ended)) {
            try {
                step();
            } catch (Pop3Refusal refusal) {
                refuse(refusal);
            } catch (LineTooLong _) {
                refuse(Pop3Refusal.bad(Text.LINE_TOO_LONG));
            } catch (BareLineEnd _) {
                refuse(Pop3Refusal.bad(Text.LINE_END));
            } catch (ShuttingDown _) {
                replies.refused(Pop3Refusal.temporary(Text.STOPPING));
                wire.flush();
                return "shutdown";
            } catch (RuntimeException e) {
                LOG.error("event=pop3.fault session={}", wire.id(), e);
                replies.refused(Pop3Refusal.temporary(Text.FAULT));
                wire.flush();
                return "fault";
            }
        }
        wire.flush();
        return "done";
    }

    /// Reads a command and runs it.
    private void step() throws IOException, Pop3Refusal {
        if (!wire.hasInput()) { // pipelined commands share one write (RFC 2449 §6.6)
            wire.flush();
        }
        wire.idleTimeout(patience());
        var command = parser.parse(wire.readLine(limits.credentialOctets()));
        state = run(command);
        if (state instanceof Pop3State.Update(var maildrop, var policy)) {
            update(maildrop, policy);
        }
    }

    /// How long the next line may take: signing in has an end, whatever is sent meanwhile.
    private Duration patience() {
        var left = Duration.between(clock.instant(), signInBy);
        return state instanceof Pop3State.Authorization && left.compareTo(limits.idleTimeout()) < 0
                ? left.isPositive() ? left : Duration.ofMillis(1)
                : limits.idleTimeout();
    }

    private Pop3State run(Pop3Command command) throws IOException, Pop3Refusal {
        return switch (command) {
            case Pop3Command.Capa _ -> {
                replies.lines(Text.CAPABILITIES.with(), capabilities.in(state));
                yield state;
            }
            case Pop3Command.Languages _ -> {
                replies.languages();
                yield state;
            }
            case Pop3Command.Lang(var range) -> {
                var language =
                        Language.of(range).orElseThrow(() -> Pop3Refusal.plain(Text.NO_LANGUAGE));
                replies.speak(language);
                replies.ok(Text.LANGUAGE, language.tag());
                yield state;
            }
            case Pop3Command.Utf8 _ -> {
                utf8 = true;
                replies.ok(Text.UTF8);
                yield state;
            }
            case Pop3Command.Quit _ -> quit();
            case Pop3Command.BeforeLogin before ->
                    switch (state) {
                        case Pop3State.Authorization(var user) -> authorize(user, before);
                        case Pop3State.Transaction _, Pop3State.Update _, Pop3State.Ended _ ->
                                throw Pop3Refusal.bad(Text.SIGNED_IN);
                    };
            case Pop3Command.OnMaildrop on ->
                    switch (state) {
                        case Pop3State.Transaction(var maildrop, _) -> {
                            commands.run(maildrop, on);
                            yield state;
                        }
                        case Pop3State.Authorization _, Pop3State.Update _, Pop3State.Ended _ ->
                                throw Pop3Refusal.bad(Text.SIGN_IN_FIRST);
                    };
        };
    }

    private Pop3State authorize(Optional<String> user, Pop3Command.BeforeLogin command)
            throws IOException, Pop3Refusal {
        return switch (command) {
            case Pop3Command.User(var login) -> {
                signIn.requirePlaintext();
                replies.ok(Text.NOW_PASS); // whether there is such a login or not
                yield new Pop3State.Authorization(Optional.of(login));
            }
            case Pop3Command.Pass(var password) -> {
                if (user.isEmpty()) {
                    throw Pop3Refusal.bad(Text.USER_FIRST);
                }
                state = new Pop3State.Authorization(Optional.empty()); // each USER has one PASS
                yield enter(signIn.password(user.get(), password));
            }
            case Pop3Command.Auth auth -> enter(signIn.authenticate(auth));
            case Pop3Command.AuthMechanisms _ -> {
                replies.lines(Text.MECHANISMS.with(), signIn.mechanisms());
                yield state;
            }
            case Pop3Command.Stls _ -> startTls();
        };
    }

    private Pop3State enter(SignIn.SignedIn now) throws IOException {
        var maildrop = now.maildrop();
        // Before anything can fail: it holds the lock.
        state = new Pop3State.Transaction(maildrop, now.policy());
        replies.ok(Text.WELCOME, MaildropCommands.summary(maildrop));
        return state;
    }

    private Pop3State startTls() throws IOException, Pop3Refusal {
        if (!wire.canStartTls()) {
            throw Pop3Refusal.bad(wire.secure() ? Text.TLS_ALREADY : Text.NO_TLS);
        }
        if (utf8) { // RFC 6856 §2.1: a client must not, since what came before is forgotten
            throw Pop3Refusal.bad(Text.STLS_AFTER_UTF8);
        }
        replies.ok(Text.TLS);
        wire.flush();
        wire.startTls(); // RFC 2595 §4: what came before is forgotten
        return new Pop3State.Authorization(Optional.empty());
    }

    private Pop3State quit() throws IOException {
        return switch (state) {
            case Pop3State.Transaction(var maildrop, var policy) ->
                    new Pop3State.Update(maildrop, policy);
            case Pop3State.Authorization _, Pop3State.Update _, Pop3State.Ended _ -> {
                replies.ok(Text.BYE);
                yield new Pop3State.Ended();
            }
        };
    }

    /// The UPDATE state (RFC 1939 §6). The lock is gone before the client hears of it: it may come
    /// back at once.
    private void update(Maildrop maildrop, Pop3Policy policy) throws IOException {
        Optional<IOException> fault = Optional.empty();
        try {
            deleted = maildrop.delete(removal(policy.deletion()));
        } catch (IOException e) {
            fault = Optional.of(e);
        } finally {
            release();
        }
        if (fault.isEmpty()) {
            replies.ok(deleted == 0 ? Text.BYE.with() : Text.BYE_DELETED.with(deleted));
        } else {
            LOG.error("event=pop3.update-failed session={}", wire.id(), fault.get());
            replies.refused(Pop3Refusal.temporary(Text.NOT_DELETED));
        }
    }

    private Removal removal(Deletion deletion) {
        return switch (deletion) {
            case Deletion.AsServer() when settings.backup() -> Removal.KEPT;
            case Deletion.AsServer(), Deletion.ForGood() -> new Removal.ForGood();
            case Deletion.Backup(OptionalInt days) -> new Removal.Kept(days);
        };
    }

    private void release() {
        var before = state;
        state = new Pop3State.Ended();
        switch (before) {
            case Pop3State.Transaction(var maildrop, _) -> close(maildrop);
            case Pop3State.Update(var maildrop, _) -> close(maildrop);
            case Pop3State.Authorization _, Pop3State.Ended _ -> {}
        }
    }

    private void close(Maildrop maildrop) {
        try (maildrop) {
            maildrop.remember();
        } catch (IOException e) {
            LOG.warn("event=pop3.retrieved-not-kept session={}", wire.id(), e); // expires later
        }
    }

    private void refuse(Pop3Refusal refusal) throws IOException {
        boolean enough =
                switch (refusal.kind()) {
                    case BAD -> ++badCommands >= limits.badCommands();
                    case LOGIN -> ++failedLogins >= limits.failedLogins();
                    case PLAIN -> false;
                };
        if (enough) {
            release();
            replies.refusedAtLast(refusal);
        } else {
            replies.refused(refusal);
        }
    }
}
