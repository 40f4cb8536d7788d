package dev.jebi.smtpserver;

import dev.jebi.address.Address;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpCommand.Bdat;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtpserver.SmtpState.Chunking;
import dev.jebi.smtpserver.SmtpState.Closed;
import dev.jebi.smtpserver.SmtpState.Fresh;
import dev.jebi.smtpserver.SmtpState.Open;
import dev.jebi.smtpserver.SmtpState.Ready;
import dev.jebi.smtpserver.SmtpState.Spoilt;
import dev.jebi.transfer.ClientIdentity;
import dev.jebi.transfer.Intake;
import dev.jebi.transfer.RecipientVerdict.Refused;
import dev.jebi.transfer.RecipientVerdict.Taken;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;

/// The mail transactions of a session (RFC 5321 §3.3), from MAIL to the end of the content.
final class MailCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MailCommands.class);

    private final Wire wire;
    private final SmtpSettings settings;
    private final SmtpLimits limits;
    private final SpoolRoom room;
    private int transactions;

    MailCommands(Wire wire, SmtpSettings settings, SpoolRoom room) {
        this.room = room;
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

    /// A reply, and the state after it.
    record Next(SmtpState state, Reply reply) {}

    Opening open(Mail command, ClientIdentity who, Intake intake) {
        if (command.parameters().size().orElse(0) > limits.messageOctets()) { // RFC 1870 §6.1
            return new Opening.Refused(Lesson.TOO_LARGE);
        }
        if (transactions >= limits.transactions()) {
            return new Opening.Refused(
                    Reply.of(421, "4.7.0", "Enough messages for one session; come again"));
        }
        var refusal = intake.sender(who, command.from());
        if (refusal.isPresent()) {
            return new Opening.Refused(refusal.get());
        }
        transactions++;
        String id = wire.id() + "-" + transactions;
        return new Opening.Opened(
                new Transaction(id, intake, command.from(), command.parameters()));
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
                .recipient(who, path(command.to()), size, transaction.claims())) {
            case Taken(var recipient) -> {
                transaction.add(recipient);
                yield Reply.of(250, "2.1.5", "Ok; more RCPT, or DATA");
            }
            case Refused(var reply) -> {
                transaction.refuse();
                yield reply;
            }
        };
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
    static Reply withoutRecipient(Transaction transaction) {
        return transaction.refused() > 0 ? Lesson.NO_RECIPIENT : Lesson.RCPT_FIRST;
    }

    Reply data(ClientIdentity who, Transaction transaction) throws IOException {
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

    private Reply finish(ClientIdentity who, Transaction transaction, ArrivingContent spool) {
        if (spool.overflowed() || spool.fault().isPresent()) {
            return unusable(transaction, spool);
        }
        try {
            return transaction
                    .intake()
                    .accept(who, transaction.envelope(), spool.arrived(transaction.id()));
        } catch (IOException | RuntimeException e) {
            LOG.error("event=fault session={} id={}", wire.id(), transaction.id(), e);
            return Lesson.FAULT;
        }
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
