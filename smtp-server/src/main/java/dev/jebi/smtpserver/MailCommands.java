package dev.jebi.smtpserver;

import dev.jebi.address.Address;
import dev.jebi.guard.Costly;
import dev.jebi.guard.Denial;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.MailParameters;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpCommand.Bdat;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtpserver.SmtpSettings.Role;
import dev.jebi.smtpserver.SmtpState.Chunking;
import dev.jebi.smtpserver.SmtpState.Closed;
import dev.jebi.smtpserver.SmtpState.Fresh;
import dev.jebi.smtpserver.SmtpState.Open;
import dev.jebi.smtpserver.SmtpState.Ready;
import dev.jebi.smtpserver.SmtpState.Spoilt;
import dev.jebi.transfer.ClientIdentity;
import dev.jebi.transfer.Envelope;
import dev.jebi.transfer.Intake;
import dev.jebi.transfer.Recipient;
import dev.jebi.transfer.RecipientVerdict.Refused;
import dev.jebi.transfer.RecipientVerdict.Taken;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The mail transactions of a session (RFC 5321 §3.3), from MAIL to the end of the content.
final class MailCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MailCommands.class);

    private static final EnhancedStatus NO_SUCH_MAILBOX = EnhancedStatus.parse("5.1.1");

    private final Wire wire;
    private final SmtpSettings settings;
    private final SmtpLimits limits;
    private final SpoolRoom room;
    private final InstantSource clock;
    private int transactions;

    MailCommands(Wire wire, SmtpSettings settings, SpoolRoom room, InstantSource clock) {
        this.room = room;
        this.clock = clock;
        this.wire = wire;
        this.settings = settings;
        this.limits = settings.limits();
    }

    /// What came of MAIL.
    sealed interface Opening {
        /// A transaction is open.
        record Opened(Transaction transaction) implements Opening {}

        /// None is.
        record Refused(Reply reply) implements Opening {}
    }

    /// The replies, more than one only where LMTP wants them, and the state after them.
    record Next(SmtpState state, List<Reply> replies) {
        Next(SmtpState state, Reply reply) {
            this(state, List.of(reply));
        }
    }

    Opening open(Mail command, ClientIdentity who, Intake intake) {
        var now = clock.instant();
        var hindrance = hindrance(command.parameters(), now);
        if (hindrance.isPresent()) {
            return new Opening.Refused(hindrance.get());
        }
        if (transactions >= limits.transactions()) {
            return new Opening.Refused(
                    Reply.of(421, "4.7.0", "Enough messages for one session; come again"));
        }
        var refusal =
                wire.visit()
                        .spend(Costly.MESSAGE)
                        .map(denial -> Reply.of(450, "4.7.1", sentence(denial)))
                        .or(() -> intake.sender(who, command.from()));
        if (refusal.isPresent()) {
            return new Opening.Refused(refusal.get());
        }
        transactions++;
        String id = wire.id() + "-" + transactions;
        return new Opening.Opened(new Transaction(id, intake, command, now));
    }

    private Optional<Reply> hindrance(MailParameters parameters, Instant now) {
        if (parameters.size().orElse(0) > limits.messageOctets()) { // RFC 1870 §6.1
            return Optional.of(Lesson.TOO_LARGE);
        }
        if (parameters.requireTls() && !wire.secure()) {
            return Optional.of(Lesson.NOT_UNDER_TLS);
        }
        var latest = now.plus(limits.hold());
        return parameters
                .hold()
                .filter(hold -> hold.end(now).isAfter(latest)) // RFC 4865 §4
                .map(_ -> Lesson.HELD_TOO_LONG);
    }

    Reply rcpt(Rcpt command, ClientIdentity who, Transaction transaction) {
        if (command.utf8() && !transaction.parameters().utf8()) { // RFC 6531 §3.5
            transaction.refuse();
            return Reply.of(553, "5.6.7", "An address beyond ASCII needs MAIL with SMTPUTF8");
        }
        if (transaction.recipients() >= limits.recipients()) { // RFC 5321 §4.5.3.1.10
            transaction.refuse();
            return Reply.of(452, "4.5.3", "Too many recipients; send the rest later");
        }
        var size = transaction.parameters().size();
        return switch (transaction
                .intake()
                .recipient(
                        who, transaction.from(), path(command.to()), size, transaction.claims())) {
            case Taken(var recipient)
                    when transaction.parameters().hold().isPresent()
                            && !(recipient instanceof Recipient.Remote) -> {
                transaction.refuse();
                yield Lesson.NOT_HELD_HERE;
            }
            case Taken(var recipient) -> {
                transaction.add(recipient.with(command.wishes()));
                yield Reply.of(250, "2.1.5", "Ok; more RCPT, or DATA");
            }
            case Refused(var reply) -> {
                transaction.refuse();
                yield unknown(reply) ? harvested(reply) : reply;
            }
        };
    }

    private static boolean unknown(Reply reply) {
        return reply.status().filter(NO_SUCH_MAILBOX::equals).isPresent();
    }

    /// Whoever asks for many that are not here collects those that are.
    private Reply harvested(Reply reply) {
        return wire.visit()
                .spend(Costly.UNKNOWN_RECIPIENT)
                .map(denial -> Reply.of(421, "4.7.0", sentence(denial)))
                .orElse(reply);
    }

    private static String sentence(Denial denial) {
        String sentence = denial.sentence();
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /// Postmaster of the address literal that the client connects to is our postmaster (RFC 5321
    /// §4.5.1, §2.3.4).
    private ForwardPath path(ForwardPath path) {
        var here = wire.peer().local().getAddress();
        boolean ours =
                path instanceof ForwardPath.To(Address address)
                        && address.localPart().equalsIgnoreCase("postmaster")
                        && address.domain().literalAddress().filter(here::equals).isPresent();
        return ours ? new ForwardPath.Postmaster() : path;
    }

    /// What is said to content that nobody is to have (RFC 5321 §3.3).
    Reply withoutRecipient(Transaction transaction) {
        boolean lmtp = settings.role() == Role.LMTP; // RFC 2033 §4.2: 503 whatever was said
        return transaction.refused() > 0 && !lmtp ? Lesson.NO_RECIPIENT : Lesson.RCPT_FIRST;
    }

    List<Reply> data(ClientIdentity who, Transaction transaction) throws IOException {
        wire.write("354 Send the message; end it with a dot alone on a line\r\n");
        wire.flush();
        try (transaction;
                var spool = new ArrivingContent(settings, room, false)) {
            spool.seen(wire.readDotted(spool));
            return finish(who, transaction, spool);
        }
    }

    /// One chunk (RFC 3030 §2). Its octets are read whatever the reply will be, for they follow.
    Next bdat(Bdat command, SmtpState state) throws IOException {
        return switch (state) {
            case Fresh _ -> drop(command, state, Lesson.HELLO_FIRST);
            case Ready _ -> drop(command, state, Lesson.MAIL_FIRST);
            case Open(var _, var transaction) when transaction.recipients() == 0 ->
                    drop(command, state, withoutRecipient(transaction));
            case Open(var who, var transaction) -> {
                var spool = new ArrivingContent(settings, room, true);
                yield chunk(command, new Chunking(who, transaction, spool));
            }
            case Chunking chunking -> chunk(command, chunking);
            case Spoilt(var who) ->
                    drop(command, command.last() ? new Ready(who) : state, Lesson.SPOILT);
            case Closed _ -> throw new IllegalStateException("the session has ended");
        };
    }

    private Next drop(Bdat command, SmtpState next, Reply reply) throws IOException {
        if (command.octets() > limits.drainOctets()) {
            return new Next(new Closed(), Lesson.TOO_LARGE);
        }
        wire.readOctets(command.octets(), OutputStream.nullOutputStream());
        return new Next(next, reply);
    }

    private Next chunk(Bdat command, Chunking state) throws IOException {
        var spool = state.spool();
        boolean kept = false;
        try {
            if (command.octets() > limits.drainOctets()) {
                return new Next(new Closed(), Lesson.TOO_LARGE);
            }
            wire.readOctets(command.octets(), spool);
            if (command.last()) {
                return new Next(
                        new Ready(state.who()), finish(state.who(), state.transaction(), spool));
            }
            if (spool.overflowed() || spool.fault().isPresent()) {
                return new Next(new Spoilt(state.who()), unusable(state.transaction(), spool));
            }
            kept = true;
            return new Next(state, Reply.of(250, "2.0.0", command.octets() + " octets received"));
        } finally {
            if (!kept) {
                state.transaction().close();
                spool.close();
            }
        }
    }

    private List<Reply> finish(ClientIdentity who, Transaction transaction, ArrivingContent spool) {
        if (settings.role() == Role.LMTP) {
            return finishEach(who.asTrusted(), transaction, spool);
        }
        return List.of(
                spool.overflowed() || spool.fault().isPresent()
                        ? refused(who, transaction, unusable(transaction, spool))
                        : accept(who, transaction, transaction.envelope(), spool));
    }

    /// RFC 2033 §4.2: a reply for each recipient, in their order; an account that is named twice
    /// gets one copy.
    private List<Reply> finishEach(
            ClientIdentity who, Transaction transaction, ArrivingContent spool) {
        var taken = transaction.taken();
        if (spool.overflowed() || spool.fault().isPresent()) {
            return Collections.nCopies(taken.size(), unusable(transaction, spool));
        }
        var known = new HashMap<Object, Reply>();
        var replies = new ArrayList<Reply>();
        for (Recipient recipient : taken) {
            Object whose =
                    switch (recipient) {
                        case Recipient.Local local -> local.account();
                        case Recipient.Several several -> several.address();
                        case Recipient.Remote remote -> remote.address();
                    };
            var envelope = transaction.envelope(List.of(recipient));
            replies.add(
                    known.computeIfAbsent(whose, _ -> accept(who, transaction, envelope, spool)));
        }
        return replies;
    }

    private Reply accept(
            ClientIdentity who, Transaction transaction, Envelope envelope, ArrivingContent spool) {
        try {
            return transaction.intake().accept(who, envelope, spool.arrived(transaction.id()));
        } catch (IOException | RuntimeException e) {
            LOG.error("event=fault session={} id={}", wire.id(), transaction.id(), e);
            return Lesson.FAULT;
        }
    }

    private static Reply refused(ClientIdentity who, Transaction transaction, Reply reply) {
        var to = transaction.taken().stream().map(r -> r.address().toString()).toList();
        transaction.intake().refused(who, transaction.from(), to, transaction.id(), reply);
        return reply;
    }

    private Reply unusable(Transaction transaction, ArrivingContent spool) {
        if (spool.fault().isEmpty()) { // RFC 1870 §6.3
            return Lesson.TOO_LARGE;
        }
        LOG.error(
                "event=spool-fault session={} id={} why=\"{}\"",
                wire.id(),
                transaction.id(),
                spool.fault().get().toString());
        return Reply.of(452, "4.3.1", "No room on the disk; try again later");
    }

    /// Lets go of what a state holds.
    void discard(SmtpState state) {
        if (state instanceof Open(var _, var transaction)) {
            transaction.close();
        } else if (state instanceof Chunking chunking) {
            chunking.transaction().close();
            try {
                chunking.spool().close();
            } catch (IOException e) {
                LOG.warn("event=spool-fault session={} why=\"{}\"", wire.id(), e.toString());
            }
        }
    }
}
