package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.QueueId;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.DeliveryWishes;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reports to originators that mail failed, is late, or was delivered: delivery status
/// notifications (RFC 3464), on their way to an account here or elsewhere. Safe for use by several
/// threads.
public final class Bounce {
    private static final Logger LOG = LoggerFactory.getLogger(Bounce.class);

    /// RFC 5321 §4.4: a report has the null reverse-path.
    private static final byte[] RETURN_PATH =
            "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Directory directory;
    private final Function<Address, Reached> reach;
    private final String hostname;
    private final InstantSource clock;
    private final Sealer sealer;

    /// A bounce from the mail system that calls itself `hostname`, without signatures.
    public Bounce(Directory directory, String hostname, InstantSource clock) {
        this(directory, hostname, clock, Sealer.NONE);
    }

    /// A bounce from the mail system that calls itself `hostname`.
    ///
    /// @param sealer signs the reports
    public Bounce(Directory directory, String hostname, InstantSource clock, Sealer sealer) {
        this(
                directory,
                address -> new Reached(directory.recipient(address).stream().toList(), List.of()),
                hostname,
                clock,
                sealer);
    }

    /// A bounce that finds originators behind aliases and rewritten addresses, too.
    public Bounce(Filing filing, String hostname, InstantSource clock) {
        this(filing.store().directory(), filing::reach, hostname, clock, filing.sealer());
    }

    private Bounce(
            Directory directory,
            Function<Address, Reached> reach,
            String hostname,
            InstantSource clock,
            Sealer sealer) {
        this.directory = directory;
        this.reach = reach;
        this.hostname = hostname;
        this.clock = clock;
        this.sealer = sealer;
    }

    /// A message that is reported about, as the queue has it: without Return-Path.
    ///
    /// @param international whether it is one of RFC 6532
    /// @param wishes what its originator wished
    record Original(
            Content content,
            ReversePath reversePath,
            Instant received,
            boolean international,
            Optional<QueueId> id,
            DeliveryWishes wishes) {
        /// One for which nothing in particular was wished.
        Original(
                Content content,
                ReversePath reversePath,
                Instant received,
                boolean international,
                Optional<QueueId> id) {
            this(content, reversePath, received, international, id, DeliveryWishes.NONE);
        }
    }

    /// What became of a recipient.
    ///
    /// @param original whom it was meant for at first, where the originator said so
    /// @param why the peer's words, or ours
    /// @param retriedUntil until when it is tried again, where it is
    record Fate(
            Address recipient,
            Optional<OriginalRecipient> original,
            Action action,
            Diagnosis why,
            Optional<Instant> retriedUntil) {
        /// A recipient that failed, or is late when it is tried again.
        Fate(Address recipient, Diagnosis why, Optional<Instant> retriedUntil) {
            this(
                    recipient,
                    Optional.empty(),
                    retriedUntil.isPresent() ? Action.DELAYED : Action.FAILED,
                    why,
                    retriedUntil);
        }
    }

    /// The report about recipients here of a message that was accepted, for those whose originator
    /// wishes to hear of it (RFC 3461 §4.1).
    ///
    /// @param content without Return-Path
    /// @return empty when nobody is to be told
    Optional<Incoming> told(
            Envelope envelope,
            List<Address> recipients,
            Content content,
            Action action,
            Diagnosis why) {
        var notice = action == Action.FAILED ? Notice.FAILURE : Notice.SUCCESS;
        var fates = new ArrayList<Fate>();
        for (Address recipient : recipients) {
            var wishes = envelope.wishes(recipient);
            if (wishes.wants(notice)) {
                fates.add(new Fate(recipient, wishes.original(), action, why, Optional.empty()));
            }
        }
        if (fates.isEmpty()) {
            return Optional.empty();
        }
        return report(
                new Original(
                        content,
                        envelope.reversePath(),
                        clock.instant(),
                        envelope.utf8(),
                        Optional.empty(),
                        envelope.wishes()),
                fates);
    }

    /// The report that a message which was accepted does not reach some local recipients after all.
    ///
    /// @param content without Return-Path
    /// @param status an enhanced status code, e.g. `5.2.2`
    /// @return empty when nobody is to be told: the message is a report itself
    public Optional<Incoming> failed(
            ReversePath originator,
            List<Address> recipients,
            Content content,
            String status,
            String why) {
        var original = new Original(content, originator, clock.instant(), false, Optional.empty());
        var diagnosis = Diagnosis.of(status, why);
        return report(
                original,
                recipients.stream().map(r -> new Fate(r, diagnosis, Optional.empty())).toList());
    }

    /// The report about recipients that all failed, or are all late, or have all got it.
    ///
    /// @return empty when there is nobody to tell
    Optional<Incoming> report(Original original, List<Fate> fates) {
        var originator = original.reversePath().address();
        if (originator.isEmpty()) {
            // RFC 5321 §4.5.5: a report about a report would never end
            log(original, fates, "none", "dropped why=\"double bounce\"");
            return Optional.empty();
        }
        return to(originator.get(), original, fates);
    }

    private Optional<Incoming> to(Address originator, Original original, List<Fate> fates) {
        boolean local = directory.local(originator.domain());
        var reached = local ? reach.apply(originator) : new Reached(List.of(), List.of(originator));
        if (reached.accounts().isEmpty() && reached.elsewhere().isEmpty()) {
            log(original, fates, originator.toString(), "dropped why=\"no such account\"");
            return Optional.empty();
        }
        var now = clock.instant();
        var report = new Report(hostname, originator, original, fates, now);
        byte[] octets = report.octets();
        var content = Content.concat(Content.of(RETURN_PATH), signed(Content.of(octets), local));
        log(original, fates, originator.toString(), "reported message-id=" + report.messageId());
        try {
            return Optional.of(
                    new Incoming(
                            content,
                            RETURN_PATH.length,
                            MessageParser.parse(content, MimeLimits.STANDARD),
                            ReversePath.NULL,
                            now,
                            reached.accounts().stream().map(Bounce::inbox).toList(),
                            reached.elsewhere().stream().map(Incoming.Relayed::to).toList(),
                            Octets.eightBit(octets),
                            originator.international(),
                            // RFC 8689 §5: what required TLS requires it on its way back, too
                            DeliveryWishes.NONE.with(original.wishes().tls()),
                            MailLane.REPORT,
                            report.messageId().replaceAll("[<>]", "")));
        } catch (IOException e) {
            throw new UncheckedIOException("content in heap", e);
        }
    }

    /// A report without a signature is better than none.
    private Content signed(Content report, boolean local) {
        try {
            return local ? report : sealer.signed(report);
        } catch (IOException e) {
            LOG.warn("event=bounce-unsigned cause=\"{}\"", e.getMessage(), e);
            return report;
        }
    }

    private static LocalCopy inbox(Account account) {
        return new LocalCopy(account.id(), MailboxName.INBOX, Flags.NONE);
    }

    private static void log(Original original, List<Fate> fates, String to, String what) {
        LOG.info(
                "event=bounce queue={} recipients={} action={} to={} outcome={}",
                original.id().map(QueueId::text).orElse("none"),
                fates.size(),
                fates.getFirst().action().word(),
                to,
                what);
    }
}
