package dev.jebi.transfer;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.verification.Disposition;
import dev.jebi.transfer.verification.Summary;
import dev.jebi.transfer.verification.Verification;
import dev.jebi.transfer.verification.Verified;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where mail from strangers is verified before it is taken. Safe for use by several threads.
record Gate(Verification verification, Trace trace, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /// For mail that nobody verifies.
    static final Passed OPEN = new Passed(Optional.empty(), "", _ -> false, Optional.empty());

    /// What came of it.
    ///
    /// @param refusal the reply, when the message is not taken
    /// @param field what stands above the message from now on
    /// @param junk for which domains of recipients it belongs among the junk
    /// @param author the domain that stands behind it, where that is verified
    record Passed(
            Optional<Reply> refusal,
            String field,
            Predicate<Domain> junk,
            Optional<String> author) {}

    Passed pass(ClientIdentity client, Envelope envelope, Arrived arrived) throws IOException {
        var verified = verification.verify(Reception.arrival(client, envelope, arrived));
        var disposition = verification.judge(verified, domains(envelope));
        note(verified, disposition, envelope);
        return new Passed(
                disposition.refusal(),
                verified.results().field(),
                disposition::junk,
                author(verified));
    }

    /// One who writes with others is somebody else each time.
    private static Optional<String> author(Verified verified) {
        var domains = verified.authors().domains();
        boolean sure = verified.authentic() || verified.sealer().isPresent();
        return sure && domains.size() == 1 ? Optional.of(domains.getFirst()) : Optional.empty();
    }

    /// The domains of the recipients that are here.
    private static List<Domain> domains(Envelope envelope) {
        var domains = new LinkedHashSet<Domain>();
        for (Recipient recipient : envelope.recipients()) {
            switch (recipient) {
                case Recipient.Local local -> domains.add(local.address().domain());
                case Recipient.Several several -> domains.add(several.address().domain());
                case Recipient.Remote _ -> {}
            }
        }
        return List.copyOf(domains);
    }

    private void note(Verified verified, Disposition disposition, Envelope envelope) {
        var summary = Summary.of(verified, disposition);
        LOG.info(
                "event=verified id={} client={} from={} {} done={}",
                verified.arrival().id(),
                verified.arrival().client().getHostAddress(),
                envelope.reversePath(),
                summary.words(),
                summary.done());
        var facts = summary.facts();
        facts.put(
                TraceEvent.SENDER,
                envelope.reversePath().address().map(Object::toString).orElse(""));
        disposition.refusal().ifPresent(reply -> facts.put(TraceEvent.REPLY, reply.text()));
        trace.record(
                new TraceEvent(
                        clock.instant(),
                        verified.arrival().id(),
                        TraceStep.CHECKED,
                        summary.sentence(),
                        facts));
    }
}
