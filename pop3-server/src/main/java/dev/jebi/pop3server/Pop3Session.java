package dev.jebi.pop3server;

import dev.jebi.mailstore.MailStore;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private Pop3State state = new Pop3State.Authorization(Optional.empty());
    private int badCommands;
    private int failedLogins;
    private int deleted;

    Pop3Session(Wire wire, Pop3Settings settings, MailStore store, InstantSource clock) {
        this.wire = wire;
        this.settings = settings;
        this.limits = settings.limits();
        this.clock = clock;
        this.signInBy = clock.instant().plus(limits.authorizationTime());
        this.replies = new Replies(wire);
        this.parser = new Pop3Parser(limits);
        this.signIn = new SignIn(wire, replies, settings, store);
        this.commands = new MaildropCommands(wire, replies);
    }

    /// Runs the session. Whatever ends it, the maildrop's lock ends with it, and nothing is deleted
    /// but by QUIT (RFC 1939 §6).
    void run() {
        String why = "fault";
        try {
            replies.ok(settings.hostname() + " POP3 Jebi ready");
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
                refuse(Pop3Refusal.bad("That line is too long"));
            } catch (BareLineEnd _) {
                refuse(Pop3Refusal.bad("A line ends with CR and LF, both"));
            } catch (ShuttingDown _) {
                replies.refused("[SYS/TEMP] The server stops; nothing was deleted, come back soon");
                wire.flush();
                return "shutdown";
            } catch (RuntimeException e) {
                LOG.error("event=pop3.fault session={}", wire.id(), e);
                replies.refused("[SYS/TEMP] Our fault; nothing was deleted, try again later");
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
        if (state instanceof Pop3State.Update(var maildrop)) {
            update(maildrop);
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
                replies.lines("This is what works here", capabilities());
                yield state;
            }
            case Pop3Command.Quit _ -> quit();
            case Pop3Command.BeforeLogin before ->
                    switch (state) {
                        case Pop3State.Authorization(var user) -> authorize(user, before);
                        case Pop3State.Transaction _, Pop3State.Update _, Pop3State.Ended _ ->
                                throw Pop3Refusal.bad("You are signed in already");
                    };
            case Pop3Command.OnMaildrop on ->
                    switch (state) {
                        case Pop3State.Transaction(var maildrop) -> {
                            commands.run(maildrop, on);
                            yield state;
                        }
                        case Pop3State.Authorization _, Pop3State.Update _, Pop3State.Ended _ ->
                                throw Pop3Refusal.bad("Sign in first; send USER, then PASS");
                    };
        };
    }

    private Pop3State authorize(Optional<String> user, Pop3Command.BeforeLogin command)
            throws IOException, Pop3Refusal {
        return switch (command) {
            case Pop3Command.User(var login) -> {
                signIn.requirePlaintext();
                replies.ok(
                        "Now send PASS and your password"); // whether there is such a login or not
                yield new Pop3State.Authorization(Optional.of(login));
            }
            case Pop3Command.Pass(var password) -> {
                if (user.isEmpty()) {
                    throw Pop3Refusal.bad("Send USER first");
                }
                state = new Pop3State.Authorization(Optional.empty()); // each USER has one PASS
                yield enter(signIn.password(user.get(), password));
            }
            case Pop3Command.Auth auth -> enter(signIn.authenticate(auth));
            case Pop3Command.AuthMechanisms _ -> {
                replies.lines("These mechanisms may be used", signIn.mechanisms());
                yield state;
            }
            case Pop3Command.Stls _ -> startTls();
        };
    }

    private Pop3State enter(Maildrop maildrop) throws IOException {
        state = new Pop3State.Transaction(maildrop); // before anything can fail: it holds the lock
        replies.ok("Welcome; your maildrop has " + MaildropCommands.summary(maildrop));
        return state;
    }

    private Pop3State startTls() throws IOException, Pop3Refusal {
        if (!wire.canStartTls()) {
            throw Pop3Refusal.bad(
                    wire.secure() ? "TLS protects this connection already" : "No TLS here");
        }
        replies.ok("Begin TLS now");
        wire.flush();
        wire.startTls(); // RFC 2595 §4: what came before is forgotten
        return new Pop3State.Authorization(Optional.empty());
    }

    private Pop3State quit() throws IOException {
        return switch (state) {
            case Pop3State.Transaction(var maildrop) -> new Pop3State.Update(maildrop);
            case Pop3State.Authorization _, Pop3State.Update _, Pop3State.Ended _ -> {
                replies.ok("Bye");
                yield new Pop3State.Ended();
            }
        };
    }

    /// The UPDATE state (RFC 1939 §6). The lock is gone before the client hears of it: it may come
    /// back at once.
    private void update(Maildrop maildrop) throws IOException {
        Optional<IOException> fault = Optional.empty();
        try {
            deleted = maildrop.deleteMarked(settings.backup());
        } catch (IOException e) {
            fault = Optional.of(e);
        } finally {
            release();
        }
        if (fault.isEmpty()) {
            replies.ok(deleted == 0 ? "Bye" : "Bye; deleted " + deleted);
        } else {
            LOG.error("event=pop3.update-failed session={}", wire.id(), fault.get());
            replies.refused("[SYS/TEMP] Nothing was deleted, our store failed; try again later");
        }
    }

    private void release() {
        var before = state;
        state = new Pop3State.Ended();
        switch (before) {
            case Pop3State.Transaction(var maildrop) -> maildrop.close();
            case Pop3State.Update(var maildrop) -> maildrop.close();
            case Pop3State.Authorization _, Pop3State.Ended _ -> {}
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
            replies.refused(refusal.text() + "; that was once too often, bye");
        } else {
            replies.refused(refusal.text());
        }
    }

    /// RFC 2449 §6; what only works in the AUTHORIZATION state and is gone with it is STLS alone.
    private List<String> capabilities() {
        var capabilities = new ArrayList<String>();
        capabilities.add("TOP");
        capabilities.add("UIDL");
        capabilities.add("RESP-CODES");
        capabilities.add("AUTH-RESP-CODE"); // RFC 3206
        capabilities.add("PIPELINING");
        if (signIn.plaintext()) {
            capabilities.add("USER");
        }
        capabilities.add("SASL " + String.join(" ", signIn.mechanisms()));
        if (state instanceof Pop3State.Authorization && wire.canStartTls()) {
            capabilities.add("STLS"); // RFC 2595 §4
        }
        capabilities.add("EXPIRE NEVER");
        capabilities.add("IMPLEMENTATION Jebi");
        return capabilities;
    }
}
