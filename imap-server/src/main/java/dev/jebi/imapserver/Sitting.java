package dev.jebi.imapserver;

import static dev.jebi.imapserver.command.NotifyEvent.FLAG_CHANGE;

import dev.jebi.imapserver.command.EventGroup;
import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.command.FetchModifiers;
import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.MessageSet;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Untagged;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Account;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a session consists of, for those who run its commands: who speaks, in which state, and what
/// the client has switched on. For one thread.
final class Sitting {
    private static final Logger log = LoggerFactory.getLogger(Sitting.class);

    private final ImapFace face;
    private final Wire wire;
    private final Responder out;
    private final CommandReader reader;
    private final Enabled enabled = new Enabled();
    private final Progress progress;
    private final Notices notices = new Notices(this);
    private ImapState state = new ImapState.NotAuthenticated();
    private Optional<Step> afterwards = Optional.empty();

    /// Something that is done to the wire.
    interface Step {
        void run() throws IOException;
    }

    Sitting(ImapFace face, Wire wire) {
        this.face = face;
        this.wire = wire;
        this.out = new Responder(wire);
        this.reader = new CommandReader(wire, out, face.limits(), face.settings().spool());
        this.progress = new Progress(out, face.limits().progress());
    }

    ImapFace face() {
        return face;
    }

    Wire wire() {
        return wire;
    }

    Responder out() {
        return out;
    }

    CommandReader reader() {
        return reader;
    }

    Enabled enabled() {
        return enabled;
    }

    /// Who tells of commands that take long.
    Progress progress() {
        return progress;
    }

    /// What the client is told unasked.
    Notices notices() {
        return notices;
    }

    /// How many messages one command may see to.
    MessageLimit messageLimit() {
        return new MessageLimit(face.limits().messages());
    }

    ImapState state() {
        return state;
    }

    /// Where mailbox names lead, for who has logged in.
    Names names() {
        if (state instanceof ImapState.LoggedIn in) {
            return new Names(face, in.account());
        }
        throw new IllegalStateException("nobody has logged in");
    }

    /// The mailbox that is selected.
    Optional<SelectedMailbox> selected() {
        return state instanceof ImapState.Selected(_, var view)
                ? Optional.of(view)
                : Optional.empty();
    }

    /// Tells what is new in the mailbox that is selected.
    ///
    /// @param expunges whether sequence numbers may change now
    void update(boolean expunges) throws IOException {
        if (state instanceof ImapState.Selected(_, var view)) {
            var wanted = notices.ofSelected();
            long last = view.list().last();
            view.update(expunges, wanted.map(g -> g.has(FLAG_CHANGE)).orElse(true), out);
            if (wanted.isPresent() && view.list().last() > last) {
                tellOfNew(view, wanted.get(), last + 1);
            }
            if (!expunges) {
                view.tellHeldBack(out);
            }
            view.live().age(face.clock(), out);
        }
    }

    /// RFC 5465 §5.2: what the client wants to know of each new message.
    private void tellOfNew(SelectedMailbox view, EventGroup wanted, long from) throws IOException {
        if (!wanted.items().isEmpty()) {
            var range = new MessageSet.Range(from, view.list().last());
            var items = wanted.items().stream().map(FetchItem::peeking).toList();
            var fetch =
                    new ImapCommand.Fetch(
                            new MessageSet.Uids(List.of(range)), items, FetchModifiers.NONE);
            try {
                new FetchCommands(this, view).fetch(fetch);
            } catch (ImapRefusal refusal) { // nobody asked now; what could be told has been
                log.debug(
                        "event=notify-part session={} why=\"{}\"", wire.id(), refusal.getMessage());
            }
        }
    }

    /// Tells what the client wants to hear between its commands (RFC 5465).
    void notice() throws IOException {
        var wanted = notices.ofSelected().filter(EventGroup::ofMessages);
        if (wanted.isPresent()) { // RFC 5465 §6.1, §6.2
            update(wanted.get().filter() == EventGroup.Filter.SELECTED);
        }
        notices.tell();
    }

    /// Somebody has logged in.
    void begin(Account account) {
        state = new ImapState.Authenticated(account);
        wire.idleTimeout(face.limits().idle());
        reader.welcomeMessages(true);
    }

    /// Nobody is logged in any more (RFC 8437 §4.1): of the session nothing is left but its wire.
    void unauthenticate() {
        notices.close();
        deselect();
        state = new ImapState.NotAuthenticated();
        enabled.clear();
        out.utf8(false);
        out.rev2(false);
        wire.idleTimeout(face.limits().idleBeforeLogin());
        reader.welcomeMessages(false);
    }

    /// Has something done once the answer to the present command has been said.
    void afterwards(Step step) {
        afterwards = Optional.of(step);
    }

    /// The answer has been said: does what was agreed.
    void answered() throws IOException {
        var step = afterwards;
        afterwards = Optional.empty();
        if (step.isPresent()) {
            out.drain();
            try {
                step.get().run();
            } catch (IOException e) {
                throw new WireGone(e);
            }
        }
    }

    void select(Account account, SelectedMailbox view) {
        state = new ImapState.Selected(account, view);
    }

    /// Leaves the mailbox that is selected, if one is.
    void deselect() {
        if (state instanceof ImapState.Selected(var account, var view)) {
            view.close();
            state = new ImapState.Authenticated(account);
        }
    }

    /// The session ends with this command.
    void end() {
        deselect();
        state = new ImapState.LoggedOut();
    }

    /// Lets go of what the session holds.
    void close() {
        notices.close();
        reader.close();
        deselect();
    }

    /// Switches an extension on, and tells what the client has to know from then on.
    void enable(Enabled.Extension extension) throws IOException {
        boolean condstore = enabled.condstore();
        enabled.add(extension);
        out.utf8(enabled.utf8());
        out.rev2(enabled.rev2());
        // RFC 7162 §3.1: a mailbox that was selected before the client spoke of mod-sequences has
        // its own told now
        if (!condstore && enabled.condstore() && state instanceof ImapState.Selected(_, var view)) {
            out.send(
                    Untagged.ok(
                            new ResponseCode.HighestModSeq(view.learnt()),
                            "the highest mod-sequence"));
        }
    }

    /// What the server can, as things stand.
    List<String> capabilities() {
        boolean loggedIn = state instanceof ImapState.LoggedIn;
        var directory = face.store().directory();
        var terms = new SaslTerms(directory, wire, face.settings().tokens());
        return Capabilities.of(wire, face.settings(), terms, loggedIn, special());
    }

    private List<String> special() {
        var names = new ArrayList<String>();
        try {
            // RFC 7889 §3.1: without a value where mailboxes differ
            boolean one = !face.appendLimits().any();
            names.add(one ? "APPENDLIMIT=" + face.limits().append() : "APPENDLIMIT");
            if (state instanceof ImapState.LoggedIn in
                    && face.operators().is(in.account().id())) { // RFC 9208 §4.1.3
                names.add("QUOTASET");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /// The same as a response code.
    ResponseCode capability() {
        return new ResponseCode.Capability(capabilities());
    }

    void send(ImapResponse response) throws IOException {
        out.send(response);
    }
}
