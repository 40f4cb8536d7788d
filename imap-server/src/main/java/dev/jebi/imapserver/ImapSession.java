package dev.jebi.imapserver;

import dev.jebi.imapserver.command.BadCommand;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.ImapParser;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.command.StatusItem;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Condition;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.UidSet;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One IMAP session (RFC 9051 §3): reads a command, runs it in the state in which it stands, tells
/// what is new in the mailbox, and answers under the command's tag. For one thread.
final class ImapSession {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);
    private static final String NO_TAG = "*";

    private final ImapFace face;
    private final Wire wire;
    private final Responder out;
    private final CommandReader reader;
    private final LoginCommands logins;
    private ImapState state = new ImapState.NotAuthenticated();
    private boolean condstore;
    private boolean tlsAgreed;
    private int badCommands;
    private int commandsBeforeLogin;

    ImapSession(ImapFace face, Wire wire) {
        this.face = face;
        this.wire = wire;
        this.out = new Responder(wire);
        this.reader = new CommandReader(wire, out, face.limits(), face.settings().spool());
        this.logins = new LoginCommands(face, wire, reader, out);
    }

    void run() {
        try {
            wire.idleTimeout(face.limits().idleBeforeLogin());
            greet();
            while (!(state instanceof ImapState.LoggedOut)) {
                turn();
            }
            out.flush();
        } catch (WireGone gone) {
            leave(gone);
        } catch (IOException | RuntimeException fault) {
            log("session-fault", fault);
        } finally {
            reader.close();
            closeView();
        }
    }

    private void greet() throws IOException {
        out.send(
                ImapResponse.Untagged.ok(
                        capability(), face.settings().hostname() + " Jebi IMAP ready"));
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
        if (state instanceof ImapState.NotAuthenticated
                && ++commandsBeforeLogin > face.limits().commandsBeforeLogin()) {
            throw new WireGone("too many commands before login");
        }
        reader.begin();
        if (!wire.hasInput()) {
            out.flush();
        }
        String tag = NO_TAG;
        try {
            var parser = new ImapParser(reader, face.limits().parser());
            tag = parser.tag();
            var command = parser.command();
            answer(tag, command);
        } catch (BadCommand bad) {
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
            update(false);
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
            update(expunges);
        } catch (WireGone gone) {
            throw gone;
        } catch (IOException | RuntimeException fault) {
            log("update-fault", fault);
        }
        out.send(answer);
        refused.ifPresent(this::countBad);
        if (tlsAgreed) {
            startTls();
        }
    }

    /// Ends the session after too many refusals, when the last of them has been said.
    private void countBad(ImapRefusal refusal) {
        if (logins.exhausted()) {
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

    private void update(boolean expunges) throws IOException {
        if (state instanceof ImapState.Selected(_, var view)) {
            view.update(expunges, condstore, out);
        }
    }

    /// RFC 3501 §7.4.1: no EXPUNGE while sequence numbers are under way.
    private static boolean mayExpunge(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Fetch fetch -> fetch.messages() instanceof MessageSet.Uids;
            case ImapCommand.Store store -> store.messages() instanceof MessageSet.Uids;
            case ImapCommand.Search search -> search.uid();
            case ImapCommand.Any _,
                    ImapCommand.BeforeLogin _,
                    ImapCommand.AfterLogin _,
                    ImapCommand.OnMailbox _ ->
                    true;
        };
    }

    private Completion execute(String tag, ImapCommand command) throws IOException {
        return switch (command) {
            case ImapCommand.Any any -> any(any);
            case ImapCommand.BeforeLogin before when state instanceof ImapState.NotAuthenticated ->
                    beforeLogin(before);
            case ImapCommand.AfterLogin after when state instanceof ImapState.LoggedIn in ->
                    afterLogin(in.account(), after);
            case ImapCommand.OnMailbox on
                    when state instanceof ImapState.Selected(var account, var view) ->
                    onMailbox(tag, account, view, on);
            case ImapCommand.BeforeLogin _ -> throw ImapRefusal.bad("already logged in");
            case ImapCommand.AfterLogin _ -> throw ImapRefusal.bad("log in first");
            case ImapCommand.OnMailbox _ -> throw ImapRefusal.bad("select a mailbox first");
        };
    }

    private Completion any(ImapCommand.Any command) throws IOException {
        return switch (command) {
            case ImapCommand.Capability _ -> {
                out.send(new ImapResponse.Capabilities(capabilities()));
                yield Completion.of("CAPABILITY completed");
            }
            case ImapCommand.Noop _ -> Completion.of("NOOP completed");
            case ImapCommand.Logout _ -> {
                out.send(ImapResponse.Untagged.bye("until next time"));
                closeView();
                state = new ImapState.LoggedOut();
                yield Completion.of("LOGOUT completed");
            }
            case ImapCommand.Id(var fields) -> {
                log.debug("event=id protocol=imap session={} fields={}", wire.id(), fields.size());
                Map<String, String> ours = new LinkedHashMap<>();
                ours.put("name", "Jebi");
                ours.put("vendor", "Jebi");
                out.send(new ImapResponse.ServerId(ours));
                yield Completion.of("ID completed");
            }
        };
    }

    private Completion beforeLogin(ImapCommand.BeforeLogin command) throws IOException {
        return switch (command) {
            case ImapCommand.StartTls _ -> {
                if (!wire.canStartTls()) {
                    throw ImapRefusal.bad("TLS cannot begin here");
                }
                tlsAgreed = true;
                yield Completion.of("begin TLS now");
            }
            case ImapCommand.Login login -> logIn(() -> logins.login(login));
            case ImapCommand.Authenticate authenticate ->
                    logIn(() -> logins.authenticate(authenticate));
        };
    }

    /// A way to log in.
    private interface Attempt {
        Account account() throws IOException;
    }

    private Completion logIn(Attempt attempt) throws IOException {
        var account = attempt.account();
        state = new ImapState.Authenticated(account);
        quotas(account).alert();
        wire.idleTimeout(face.limits().idle());
        reader.welcomeMessages();
        return Completion.of(capability(), "logged in");
    }

    /// Nothing that was sent before the handshake counts after it (RFC 9051 §6.2.1).
    private void startTls() throws IOException {
        tlsAgreed = false;
        out.flush();
        try {
            wire.startTls();
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    private Completion afterLogin(Account account, ImapCommand.AfterLogin command)
            throws IOException {
        var mailboxes = new MailboxCommands(face, account.id());
        return switch (command) {
            case ImapCommand.Enable enable -> enable(enable);
            case ImapCommand.Select select -> select(account, select);
            case ImapCommand.Create create -> mailboxes.create(create);
            case ImapCommand.Delete delete -> mailboxes.delete(delete);
            case ImapCommand.Rename rename -> mailboxes.rename(rename);
            case ImapCommand.Subscribe subscribe -> mailboxes.subscribe(subscribe);
            case ImapCommand.Listing list -> new ListCommands(face, account.id(), out).list(list);
            case ImapCommand.Lsub lsub -> new ListCommands(face, account.id(), out).lsub(lsub);
            case ImapCommand.Namespace _ -> {
                out.send(new ImapResponse.Namespaces());
                yield Completion.of("NAMESPACE completed");
            }
            case ImapCommand.Status status -> {
                if (status.items().contains(StatusItem.HIGHESTMODSEQ)) {
                    enableCondstore();
                }
                out.send(mailboxes.status(status));
                yield Completion.of("STATUS completed");
            }
            case ImapCommand.Append append -> new AppendCommand(face, account.id()).append(append);
            case ImapCommand.Idle _ ->
                    new IdleCommand(wire, reader, out, face).idle(selected(), condstore);
            case ImapCommand.GetQuota quota -> quotas(account).getQuota(quota);
            case ImapCommand.GetQuotaRoot quota -> quotas(account).getQuotaRoot(quota);
            case ImapCommand.SetQuota quota -> quotas(account).setQuota(quota);
        };
    }

    private QuotaCommands quotas(Account account) {
        return new QuotaCommands(face.store(), account.id(), out);
    }

    private Completion onMailbox(
            String tag, Account account, SelectedMailbox view, ImapCommand.OnMailbox command)
            throws IOException {
        if (speaksModSeq(command)) {
            enableCondstore();
        }
        return switch (command) {
            case ImapCommand.Check _ -> Completion.of("CHECK completed");
            case ImapCommand.Close _ -> {
                if (!view.readOnly() && !view.mailbox().gone()) {
                    view.mailbox().expunge(UidSet.ALL);
                }
                deselect(account);
                yield Completion.of("CLOSE completed");
            }
            case ImapCommand.Unselect _ -> {
                deselect(account);
                yield Completion.of("UNSELECT completed");
            }
            case ImapCommand.Expunge expunge -> messages(view).expunge(expunge);
            case ImapCommand.Search search -> new SearchCommands(view, out).search(search, tag);
            case ImapCommand.Fetch fetch ->
                    new FetchCommands(view, out, condstore, wire.id()).fetch(fetch);
            case ImapCommand.Store store -> messages(view).store(store);
            case ImapCommand.Copy copy -> messages(view).copy(copy);
            case ImapCommand.Move move -> messages(view).move(move);
        };
    }

    private MessageCommands messages(SelectedMailbox view) {
        return new MessageCommands(view, out, condstore);
    }

    /// RFC 7162 §3.1: commands after which MODSEQ is part of what the client is told.
    private static boolean speaksModSeq(ImapCommand.OnMailbox command) {
        return switch (command) {
            case ImapCommand.Search search -> search.modSeq();
            case ImapCommand.Fetch fetch ->
                    fetch.changedSince().isPresent()
                            || fetch.items().contains(FetchItem.Plain.MODSEQ);
            case ImapCommand.Store store -> store.unchangedSince().isPresent();
            case ImapCommand.Check _,
                    ImapCommand.Close _,
                    ImapCommand.Unselect _,
                    ImapCommand.Expunge _,
                    ImapCommand.Copy _,
                    ImapCommand.Move _ ->
                    false;
        };
    }

    private Completion enable(ImapCommand.Enable command) throws IOException {
        boolean asked = command.extensions().contains("CONDSTORE");
        if (asked) {
            enableCondstore();
        }
        out.send(new ImapResponse.Enabled(asked ? List.of("CONDSTORE") : List.of()));
        return Completion.of("ENABLE completed");
    }

    /// RFC 7162 §3.1: a mailbox that was selected before the client spoke of mod-sequences has its
    /// own told now.
    private void enableCondstore() throws IOException {
        if (!condstore && state instanceof ImapState.Selected(_, var view)) {
            out.send(
                    ImapResponse.Untagged.ok(
                            new ResponseCode.HighestModSeq(view.learnt()),
                            "the highest mod-sequence"));
        }
        condstore = true;
    }

    /// What was selected is not any more, whether or not this succeeds (RFC 9051 §6.3.2).
    private Completion select(Account account, ImapCommand.Select command) throws IOException {
        if (state instanceof ImapState.Selected) {
            deselect(account);
            out.send(ImapResponse.Untagged.ok(ResponseCode.Word.CLOSED, "the mailbox before"));
        }
        condstore |= command.condstore();
        var view = new SelectCommand(face, account.id(), out).select(command);
        state = new ImapState.Selected(account, view);
        return command.readOnly()
                ? Completion.of(ResponseCode.Word.READ_ONLY, "EXAMINE completed")
                : Completion.of(ResponseCode.Word.READ_WRITE, "SELECT completed");
    }

    private Optional<SelectedMailbox> selected() {
        return state instanceof ImapState.Selected(_, var view)
                ? Optional.of(view)
                : Optional.empty();
    }

    private void deselect(Account account) {
        closeView();
        state = new ImapState.Authenticated(account);
    }

    private void closeView() {
        selected().ifPresent(SelectedMailbox::close);
    }

    private List<String> capabilities() {
        boolean loggedIn = state instanceof ImapState.LoggedIn;
        var directory = face.store().directory();
        var terms = new SaslTerms(directory, wire, face.settings().tokens());
        return Capabilities.of(wire, face.settings(), terms, loggedIn);
    }

    private ResponseCode capability() {
        return new ResponseCode.Capability(capabilities());
    }
}
