package dev.jebi.smtpserver;

import dev.jebi.smtp.Parsed;
import dev.jebi.smtp.Refusal;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpCommand;
import dev.jebi.smtp.SmtpCommand.Auth;
import dev.jebi.smtp.SmtpCommand.Bdat;
import dev.jebi.smtp.SmtpCommand.Data;
import dev.jebi.smtp.SmtpCommand.Ehlo;
import dev.jebi.smtp.SmtpCommand.Expn;
import dev.jebi.smtp.SmtpCommand.Helo;
import dev.jebi.smtp.SmtpCommand.Help;
import dev.jebi.smtp.SmtpCommand.Lhlo;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Noop;
import dev.jebi.smtp.SmtpCommand.Quit;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtp.SmtpCommand.Rset;
import dev.jebi.smtp.SmtpCommand.StartTls;
import dev.jebi.smtp.SmtpCommand.Vrfy;
import dev.jebi.smtp.SmtpParser;
import dev.jebi.smtpserver.SmtpFace.Roads;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.smtpserver.SmtpState.Chunking;
import dev.jebi.smtpserver.SmtpState.Closed;
import dev.jebi.smtpserver.SmtpState.Fresh;
import dev.jebi.smtpserver.SmtpState.Open;
import dev.jebi.smtpserver.SmtpState.Ready;
import dev.jebi.smtpserver.SmtpState.Spoilt;
import dev.jebi.transfer.ClientIdentity;
import dev.jebi.transfer.Intake;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.LineTooLong;
import dev.jebi.wire.ShuttingDown;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// One SMTP session (RFC 5321 §3.1), on the thread that calls [#run].
final class SmtpSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);

    private final Wire wire;
    private final SmtpSettings settings;
    private final Roads roads;
    private final Authentication authentication;
    private final MailCommands mail;
    private SmtpState state = new Fresh();
    private int mistakes;
    private int idle;

    SmtpSession(Wire wire, SmtpSettings settings, Roads roads) {
        this.wire = wire;
        this.settings = settings;
        this.roads = roads;
        this.authentication = new Authentication(wire, settings, roads.credentials());
        this.mail = new MailCommands(wire, settings, roads.room(), roads.clock());
    }

    void run() {
        try {
            send(greeting());
            while (!(state instanceof Closed)) {
                if (!wire.hasInput()) { // RFC 2920 §3.2
                    wire.flush();
                }
                step();
            }
            wire.flush();
        } catch (ShuttingDown _) {
            goodBye(Reply.of(421, "4.3.2", settings.hostname() + " is going down; come again"));
        } catch (IdleTimeout _) { // RFC 5321 §4.5.3.2.7
            goodBye(Reply.of(421, "4.4.2", "Nothing was said for too long; good-bye"));
        } catch (EOFException _) { // it may have ended its side alone, and listen on
            flushQuietly();
        } catch (IOException e) {
            LOG.info("event=lost session={} why=\"{}\"", wire.id(), e.toString());
        } finally {
            mail.discard(state);
        }
    }

    private Reply greeting() {
        String protocol = settings.role() == Role.LMTP ? " LMTP Jebi" : " ESMTP Jebi";
        return Reply.plain(220, settings.hostname() + protocol);
    }

    private void step() throws IOException {
        byte[] line;
        try {
            line = wire.readLine(settings.limits().authLine());
        } catch (LineTooLong _) {
            mistake(Lesson.LINE_TOO_LONG);
            return;
        } catch (BareLineEnd _) { // RFC 5321 §2.3.8
            mistake(Lesson.BARE_LINE_END);
            return;
        }
        if (Lesson.http(line)) {
            end(Lesson.NOT_HTTP);
            return;
        }
        Parsed parsed = SmtpParser.parse(line, settings.role().dialect());
        if (line.length > settings.limits().commandLine() && !(parsed instanceof Auth)) {
            mistake(Lesson.LINE_TOO_LONG); // RFC 5321 §4.5.3.1.4
            return;
        }
        switch (parsed) {
            case Refusal(var reply) -> mistake(reply);
            case SmtpCommand command -> answer(command);
        }
    }

    private void answer(SmtpCommand command) throws IOException {
        List<Reply> replies;
        try {
            replies = perform(command);
        } catch (RuntimeException e) {
            LOG.error("event=fault session={} command={}", wire.id(), name(command), e);
            replies = List.of(Lesson.FAULT);
        }
        for (Reply each : replies) {
            if (!each.positive()) {
                log(command, each);
                trace(command, each);
            }
        }
        var reply = replies.getFirst();
        if (outOfPatience(command, reply)) {
            end(Lesson.TOO_MANY_MISTAKES);
            return;
        }
        for (Reply each : replies) {
            send(each);
        }
        if (reply.code() == 421) {
            become(new Closed());
        } else if (command instanceof StartTls && reply.positive()) {
            secure();
        }
    }

    /// A client that pipelines may send a whole message's commands after a MAIL that was refused:
    /// each is out of order, and that is no mistake. One that does nothing else is left; so is one
    /// that tries names, or only says NOOP.
    private boolean outOfPatience(SmtpCommand command, Reply reply) {
        boolean accepted =
                reply.code() == 250 && (command instanceof Data || command instanceof Bdat);
        if (accepted) {
            mistakes = 0;
            idle = 0;
        } else if (!reply.positive() || !(command instanceof Mail || command instanceof Rcpt)) {
            idle++;
        }
        return idle > settings.limits().idleCommands();
    }

    private List<Reply> perform(SmtpCommand command) throws IOException {
        return switch (command) {
            case Helo(var name) -> List.of(hello(name, false));
            case Ehlo(var name) -> List.of(hello(name, true));
            case Lhlo(var name) -> List.of(hello(name, true));
            case Mail m -> List.of(mail(m));
            case Rcpt rcpt -> List.of(rcpt(rcpt));
            case Data _ -> data();
            case Bdat bdat -> bdat(bdat);
            case Rset _ -> List.of(rset());
            case Noop _ -> List.of(Lesson.OK);
            case Vrfy _ -> List.of(Lesson.VRFY);
            case Expn _ -> List.of(Lesson.EXPN);
            case Help _ -> List.of(Lesson.HELP);
            case Quit _ -> List.of(quit());
            case StartTls _ -> List.of(startTls());
            case Auth auth -> List.of(auth(auth));
        };
    }

    /// RFC 5321 §4.1.4: HELO and EHLO are RSET, too; who has signed in stays signed in.
    private Reply hello(String name, boolean extended) {
        var address = wire.peer().remote().getAddress();
        var login = state.client().flatMap(ClientIdentity::login);
        boolean lmtp = settings.role() == Role.LMTP;
        boolean relays = !lmtp && settings.trusts(address); // LMTP is for mailboxes alone
        become(
                new Ready(
                        new ClientIdentity(
                                name, extended, address, relays, wire.tls(), login, lmtp)));
        boolean mayAuth = login.isEmpty() && !lmtp;
        return extended
                ? Offer.reply(
                        settings,
                        wire,
                        mayAuth ? authentication.offered() : List.of(),
                        roads.clock().instant())
                : Reply.plain(250, settings.hostname());
    }

    private Reply mail(Mail command) {
        return switch (state) {
            case Fresh _ -> helloFirst();
            case Ready(var who) when who.lmtp() && !admits(who) -> Lesson.NOT_TRUSTED;
            case Ready(var who) ->
                    switch (mail.open(command, who, intake(who))) {
                        case MailCommands.Opening.Opened(var transaction) -> {
                            become(new Open(who, transaction));
                            yield Reply.of(250, "2.1.0", "Ok; now RCPT TO:<address>");
                        }
                        case MailCommands.Opening.Refused(var reply) -> reply;
                    };
            case Open _, Chunking _ -> Lesson.NESTED;
            case Spoilt _ -> Lesson.SPOILT;
            case Closed _ -> throw closed();
        };
    }

    private Reply helloFirst() {
        return settings.role() == Role.LMTP ? Lesson.LHLO_FIRST : Lesson.HELLO_FIRST;
    }

    /// LMTP takes mail from its own site alone, for nothing is asked about it any more.
    private boolean admits(ClientIdentity who) {
        return wire.peer().loopback() || settings.trusts(who.address());
    }

    /// On port 25, too, whoever has signed in submits.
    private Intake intake(ClientIdentity who) {
        boolean submits = settings.role() == Role.SUBMISSION || who.login().isPresent();
        return submits ? roads.submission() : roads.reception();
    }

    private Reply rcpt(Rcpt command) {
        return switch (state) {
            case Fresh _ -> helloFirst();
            case Ready _ -> Lesson.MAIL_FIRST;
            case Open(var who, var transaction) -> mail.rcpt(command, who, transaction);
            case Chunking _ -> Lesson.IN_CHUNKS;
            case Spoilt _ -> Lesson.SPOILT;
            case Closed _ -> throw closed();
        };
    }

    private List<Reply> data() throws IOException {
        return switch (state) {
            case Fresh _ -> List.of(helloFirst());
            case Ready _ -> List.of(Lesson.MAIL_FIRST);
            case Open(var _, var transaction) when transaction.recipients() == 0 ->
                    List.of(mail.withoutRecipient(transaction));
            case Open(var _, var transaction) when transaction.binary() -> // RFC 3030 §3
                    List.of(Lesson.BINARY_BY_DATA);
            case Open(var who, var transaction) -> {
                state = new Ready(who); // the transaction goes on until its content has come
                yield mail.data(who, transaction);
            }
            case Chunking _ -> List.of(Lesson.IN_CHUNKS);
            case Spoilt _ -> List.of(Lesson.SPOILT);
            case Closed _ -> throw closed();
        };
    }

    private List<Reply> bdat(Bdat command) throws IOException {
        var next = mail.bdat(command, state);
        state = next.state();
        return next.replies();
    }

    private Reply rset() {
        if (!(state instanceof Fresh)) {
            become(new Ready(state.client().orElseThrow(SmtpSession::closed)));
        }
        return Lesson.OK;
    }

    private Reply quit() {
        become(new Closed());
        return Reply.of(221, "2.0.0", settings.hostname() + " says good-bye");
    }

    private Reply startTls() throws IOException {
        if (state instanceof Open || state instanceof Chunking || state instanceof Spoilt) {
            return Lesson.NESTED;
        }
        if (!wire.canStartTls()) {
            return wire.secure()
                    ? Reply.of(503, "5.5.1", "TLS is on already")
                    : Reply.of(454, "4.7.0", "TLS is not to be had here"); // RFC 3207 §4
        }
        return Reply.of(220, "2.0.0", "Begin TLS now");
    }

    private void secure() throws IOException {
        wire.flush();
        wire.startTls();
        become(new Fresh()); // RFC 3207 §4.2: nothing that was said before counts
    }

    private Reply auth(Auth command) throws IOException {
        return switch (state) {
            case Fresh _ -> helloFirst();
            case Ready(var who) when who.lmtp() -> Lesson.NO_AUTH;
            case Ready(var who) when who.login().isPresent() -> // RFC 4954 §4
                    Reply.of(503, "5.5.1", "You are signed in already");
            case Ready(var who) ->
                    switch (authentication.run(command)) {
                        case Authentication.Outcome.SignedIn(var login) -> {
                            become(new Ready(who.as(login)));
                            yield Reply.of(235, "2.7.0", "Signed in");
                        }
                        case Authentication.Outcome.Refused(var reply) ->
                                authentication.exhausted() ? Lesson.TOO_MANY_MISTAKES : reply;
                    };
            case Open _, Chunking _, Spoilt _ -> Lesson.NESTED; // RFC 4954 §4
            case Closed _ -> throw closed();
        };
    }

    private void become(SmtpState next) {
        mail.discard(state);
        state = next;
    }

    private void mistake(Reply reply) throws IOException {
        mistakes++;
        if (mistakes >= settings.limits().badCommands()) {
            end(Lesson.TOO_MANY_MISTAKES);
        } else {
            send(reply);
        }
    }

    private void end(Reply reply) throws IOException {
        LOG.info("event=ended session={} reply=\"{}\"", wire.id(), reply.text());
        send(reply);
        become(new Closed());
    }

    private void send(Reply reply) throws IOException {
        wire.write(reply.encode());
    }

    private void goodBye(Reply reply) {
        try {
            send(reply);
        } catch (IOException e) {
            LOG.debug("event=gone session={} why=\"{}\"", wire.id(), e.toString());
        }
        flushQuietly();
    }

    private void flushQuietly() {
        try {
            wire.flush();
        } catch (IOException e) {
            LOG.debug("event=gone session={} why=\"{}\"", wire.id(), e.toString());
        }
    }

    private void log(SmtpCommand command, Reply reply) {
        LOG.info(
                "event=refused session={} client={} login={} command={} path=\"{}\" reply=\"{}\"",
                wire.id(),
                wire.peer().remote().getAddress().getHostAddress(),
                state.client().flatMap(ClientIdentity::login).orElse("-"),
                name(command),
                path(command),
                reply.text());
    }

    /// What was refused with MAIL or RCPT; what comes of content is written down elsewhere.
    private void trace(SmtpCommand command, Reply reply) {
        var who = state.client();
        if (who.isEmpty()) {
            return;
        }
        if (command instanceof Mail m && !(state instanceof Open)) {
            intake(who.get()).refused(who.get(), m.from(), List.of(), wire.id(), reply);
        } else if (command instanceof Rcpt rcpt && state instanceof Open(_, var transaction)) {
            String to = rcpt.to().toString().replaceAll("[<>]", "");
            transaction
                    .intake()
                    .refused(who.get(), transaction.from(), List.of(to), transaction.id(), reply);
        }
    }

    private static String path(SmtpCommand command) {
        return switch (command) {
            case Mail m -> m.from().toString();
            case Rcpt rcpt -> rcpt.to().toString();
            case SmtpCommand _ -> "";
        };
    }

    private static String name(SmtpCommand command) {
        return command.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the session has ended");
    }
}
