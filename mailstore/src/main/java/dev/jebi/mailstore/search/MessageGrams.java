package dev.jebi.mailstore.search;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change.BlobStored;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;
import dev.jebi.mime.MimeLimits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/// The grams of one message after the other. For one thread.
final class MessageGrams {
    private static final Logger LOG = LoggerFactory.getLogger(MessageGrams.class);

    private final GramSet grams;
    private final Set<TextKind> always = EnumSet.noneOf(TextKind.class);

    MessageGrams(SearchLimits limits) {
        this.grams = new GramSet(limits.gramsPerText(), limits.charsPerText());
    }

    /// Something that shows texts of one kind.
    private interface Texts {
        void show(GramSet grams) throws IOException;
    }

    /// Reads a message. One that cannot be read must be looked at in every search: it may be
    /// readable then.
    void read(BlobSource source, BlobStored blob) {
        grams.clear();
        always.clear();
        try {
            read(source.read(blob.place()), blob.place().headLength());
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "event=search-index-message blob={} outcome=unread cause=\"{}\"",
                    blob.blob(),
                    e.toString());
            LOG.debug("event=search-index-message blob={}", blob.blob(), e);
            unread();
        }
    }

    /// Every search has to look at the message itself.
    void unread() {
        grams.clear();
        always.addAll(EnumSet.allOf(TextKind.class));
    }

    private void read(Content stored, int headLength) throws IOException {
        var head = MessageHeadCodec.decode(ByteBuffer.wrap(stored.octets(0, headLength)));
        var message = stored.slice(headLength, stored.size() - headLength);
        var structure = head.structure();
        var header =
                HeaderSection.read(message, structure.extent(), MimeLimits.STANDARD.headerOctets());
        show(TextKind.SUBJECT, into -> MessageText.field(header, "subject", into));
        addresses(head);
        show(TextKind.HEADER, into -> MessageText.aboveBody(message, header, structure, into));
        show(TextKind.BODY, into -> MessageText.body(message, structure, into));
        grams.sort();
    }

    private void addresses(MessageHead head) throws IOException {
        var envelope = head.envelope();
        show(TextKind.FROM, into -> MessageText.addresses(envelope.from(), into));
        show(TextKind.TO, into -> MessageText.addresses(envelope.to(), into));
        show(TextKind.CC, into -> MessageText.addresses(envelope.cc(), into));
        show(TextKind.BCC, into -> MessageText.addresses(envelope.bcc(), into));
    }

    private void show(TextKind kind, Texts texts) throws IOException {
        grams.begin(kind);
        texts.show(grams);
        if (grams.end()) {
            always.add(kind);
        }
    }

    GramSet grams() {
        return grams;
    }

    /// The kinds of text that had too much.
    Set<TextKind> always() {
        return always;
    }
}
