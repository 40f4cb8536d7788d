package dev.jebi.imapserver;

import dev.jebi.imapserver.command.BadCommand;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.ImapParser;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Condition;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.UidSet;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One IMAP session (RFC 9051 §3): reads a command, runs it in the state in which it stands, tells
/// what is new in the mailbox, and answers under the command's tag. For one thread.
final class ImapSession {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);
    private static final String NO_TAG = "*";

    private final ImapFace face;
    private final Wire wire;
    private final Sitting sitting;
    private final Responder out;
    private final CommandReader reader;
    private final AnyCommands anyTime;
    private final BeforeLoginCommands beforeLogin;
    private final AfterLoginCommands afterLogin;
    private final OnMailboxCommands onMailbox;
    private int badCommands;
    private int commandsBeforeLogin;

    ImapSession(ImapFace face, Wire wire) {
        this.face = face;
        this.wire = wire;
        this.sitting = new Sitting(face, wire);
        this.out = sitting.out();
        this.reader = sitting.reader();
        this.anyTime = new AnyCommands(sitting);
        this.beforeLogin = new BeforeLoginCommands(sitting);
        this.afterLogin = new AfterLoginCommands(sitting);
        this.onMailbox = new OnMailboxCommands(sitting);
    }

    void run() {
        try {
            wire.idleTimeout(face.limits().idleBeforeLogin());
            greet();
            while (!(sitting.state() instanceof ImapState.LoggedOut)) {
                turn();
            }
            out.flush();
        } catch (WireGone gone) {
            leave(gone);
        } catch (IOException | RuntimeException fault) {
            log("session-fault", fault);
        } finally {
            sitting.close();
        }
    }

    private void greet() throws IOException {
        out.send(
                ImapResponse.Untagged.ok(
                        sitting.capability(), face.settings().hostname() + " Jebi IMAP ready"));
    }

    private void leave(WireGone gone) {
        log.info(
                "event=session-end protocol=imap session={} why=\"{}\"",
                wire.id(),
                gone.getMessage());
        if (gone.farewell().isEmpty()) {
            return;
        }
        try {
            out.send(ImapResponse.Untagged.bye(gone.farewell().get()));
            out.flush();
        } catch (WireGone | IOException e) {
            log.debug("event=farewell-unheard protocol=imap session={}", wire.id(), e);
        }
    }

    /// One command, from its first octet to its tagged response.
    private void turn() throws IOException {
        boolean before = sitting.state() instanceof ImapState.NotAuthenticated;
        commandsBeforeLogin = before ? commandsBeforeLogin + 1 : 0;
        if (commandsBeforeLogin > face.limits().commandsBeforeLogin()) {
            throw new WireGone("too many commands before login");
        }
        reader.begin();
        if (!wire.hasInput()) {
            out.flush();
            if (sitting.notices().active()) {
                awaitCommand();
            }
        }
        String tag = NO_TAG;
        try {
            var parser = new ImapParser(reader, face.limits().parser(), sitting.enabled().speech());
            tag = parser.tag();
            var command = parser.command();
            sitting.progress().begin(tag);
            answer(tag, command);
        } catch (BadCommand bad) {
            if (bad.forgetsSaved()) {
                sitting.selected().ifPresent(view -> view.save(UidSet.EMPTY));
            }
            refuse(tag, refusal(bad));
        } catch (ImapRefusal refusal) {
            refuse(tag, refusal);
        } catch (WireGone gone) {
            throw gone;
        } catch (IOException | RuntimeException fault) {
            // before the command was whole: a message that could not be spooled, for one
            log("fault", fault);
            refuse(tag, ImapRefusal.no(ResponseCode.Word.UNAVAILABLE, "not now; try again later"));
        }
    }

    /// Waits for the next command, and tells meanwhile what the client wants to hear of (RFC 5465).
    private void awaitCommand() throws IOException {
        Instant end = face.clock().instant().plus(face.limits().idle());
        boolean input = false;
        while (!input) {
            sitting.notice();
            out.flush();
            try {
                input = wire.awaitInput(face.limits().stillHere());
            } catch (IOException e) {
                throw new WireGone(e);
            }
            if (!input && !face.clock().instant().isBefore(end)) {
                throw new WireGone("autologout: idle for too long");
            }
        }
    }

    /// Answers a command that was not understood, and gets in step with the client again.
    private void refuse(String tag, ImapRefusal refusal) throws IOException {
        out.send(tag.equals(NO_TAG) ? refusal.untagged() : refusal.tagged(tag));
        reader.skipRest();
        countBad(refusal);
    }

    private static ImapRefusal refusal(BadCommand bad) {
        String text = "" + bad.getMessage();
        return switch (bad.kind()) {
            case SYNTAX, UNKNOWN -> ImapRefusal.bad(text);
            case NAME -> ImapRefusal.no(ResponseCode.Word.CANNOT, text);
            case CHARSET ->
                    ImapRefusal.no(new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")), text);
            case LIMIT -> ImapRefusal.no(ResponseCode.Word.LIMIT, text);
        };
    }

    /// Runs a command and answers it; what is new in the mailbox is told before it, and after it.
    private void answer(String tag, ImapCommand command) throws IOException {
        boolean expunges = mayExpunge(command);
        if (command instanceof ImapCommand.OnMailbox) {
            sitting.update(false);
        }
        ImapResponse answer;
        Optional<ImapRefusal> refused = Optional.empty();
        try {
            var done = execute(tag, command);
            badCommands = 0;
            answer = new ImapResponse.Tagged(tag, Condition.OK, done.code(), done.text());
        } catch (ImapRefusal refusal) {
            refused = Optional.of(refusal);
            answer = refusal.tagged(tag);
        } catch (WireGone gone) {
            throw gone;
        } catch (IOException fault) {
            answer = fault(tag, fault, ResponseCode.Word.UNAVAILABLE);
        } catch (RuntimeException fault) {
            answer = fault(tag, fault, ResponseCode.Word.SERVERBUG);
        }
        try {
            sitting.update(expunges);
        } catch (WireGone gone) {
            throw gone;
        } catch (IOException | RuntimeException fault) {
            log("update-fault", fault);
        }
        out.send(answer);
        refused.ifPresent(this::countBad);
        sitting.answered();
    }

    /// Ends the session after too many refusals, when the last of them has been said.
    private void countBad(ImapRefusal refusal) {
        if (beforeLogin.exhausted()) {
            throw new WireGone("too many attempts to log in");
        }
        if (refusal.bad() && ++badCommands >= face.limits().badCommands()) {
            throw new WireGone("too many commands that make no sense");
        }
    }

    /// A full disk or a store that stops is one line with its cause; a bug shows where it is.
    private void log(String event, Exception fault) {
        switch (fault) {
            case IOException expected -> {
                log.error(
                        "event={} protocol=imap session={} cause=\"{}\"",
                        event,
                        wire.id(),
                        expected.toString());
                log.debug("event={} protocol=imap session={}", event, wire.id(), expected);
            }
            default -> log.error("event={} protocol=imap session={}", event, wire.id(), fault);
        }
    }

    private ImapResponse fault(String tag, Exception fault, ResponseCode code) {
        log("fault", fault);
        return ImapRefusal.no(code, "this could not be done; try again later").tagged(tag);
    }

    /// RFC 3501 §7.4.1: no EXPUNGE while sequence numbers are under way.
    private static boolean mayExpunge(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> fetch.messages() instanceof MessageSet.Uids;
            case ImapCommand.Store store -> store.messages() instanceof MessageSet.Uids;
            case ImapCommand.Searching search -> search.uid();
            case ImapCommand.Any _,
                    ImapCommand.BeforeLogin _,
                    ImapCommand.AfterLogin _,
                    ImapCommand.OnMailbox _ ->
                    true;
        };
    }

    private Completion execute(String tag, ImapCommand command) throws IOException {
        var state = sitting.state();
        return switch (command) {
            case ImapCommand.Any any -> anyTime.run(any);
            case ImapCommand.BeforeLogin before when state instanceof ImapState.NotAuthenticated ->
                    beforeLogin.run(before);
            case ImapCommand.AfterLogin after when state instanceof ImapState.LoggedIn in ->
                    afterLogin.run(tag, in.account(), after);
            case ImapCommand.OnMailbox on when state instanceof ImapState.Selected(_, var view) ->
                    onMailbox.run(tag, view, on);
            case ImapCommand.BeforeLogin _ -> throw ImapRefusal.bad("already logged in");
            case ImapCommand.AfterLogin _ -> throw ImapRefusal.bad("log in first");
            case ImapCommand.OnMailbox _ -> throw ImapRefusal.bad("select a mailbox first");
        };
    }
}
