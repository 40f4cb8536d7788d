package dev.jebi.transfer;

import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Trace;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A road on which what is refused is written down. Safe for use by several threads.
final class TracedIntake implements Intake {
    /// A header section is looked at so far for a Message-ID.
    private static final int HEADER = 32 << 10;

    private final Intake intake;
    private final Tracing tracing;

    TracedIntake(Intake intake, Trace trace, InstantSource clock) {
        this.intake = intake;
        this.tracing = new Tracing(trace, clock);
    }

    @Override
    public Optional<Reply> sender(ClientIdentity client, ReversePath from) {
        return intake.sender(client, from);
    }

    @Override
    public RecipientVerdict recipient(
            ClientIdentity client,
            ReversePath from,
            ForwardPath to,
            OptionalLong size,
            Claims claims) {
        return intake.recipient(client, from, to, size, claims);
    }

    @Override
    public Reply accept(ClientIdentity client, Envelope envelope, Arrived arrived)
            throws IOException {
        var reply = intake.accept(client, envelope, arrived);
        if (!reply.positive()) {
            var to = envelope.recipients().stream().map(r -> r.address().toString()).toList();
            tracing.refused(
                    client, envelope.reversePath(), to, arrived.id(), reply, messageId(arrived));
        }
        return reply;
    }

    private static Optional<String> messageId(Arrived arrived) throws IOException {
        var header = HeaderSection.of(arrived.content(), HEADER);
        for (var field : header.fields()) {
            if (field.name().equalsIgnoreCase("Message-ID")) {
                var octets = arrived.content().octets(field.offset(), field.length());
                String text = new String(octets, StandardCharsets.UTF_8);
                return Optional.of(text.substring(text.indexOf(':') + 1).strip());
            }
        }
        return Optional.empty();
    }

    @Override
    public void refused(
            ClientIdentity client, ReversePath from, List<String> to, String id, Reply reply) {
        tracing.refused(client, from, to, id, reply, Optional.empty());
    }
}
