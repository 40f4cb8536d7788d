package dev.jebi.mailstore;

import dev.jebi.mailstore.trace.TraceBlock;
import dev.jebi.mailstore.trace.TraceKeys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Events as compressed octets, and what they are found by.
final class TraceCodec {
    private static final int VERSION = 1;

    /// What events say of themselves, when one says that others were lost.
    static final String LOST = "lost";

    private TraceCodec() {}

    static TraceBlock encode(List<TraceEvent> events) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        var keys = new HashSet<Long>();
        var octets = new ByteArrayOutputStream(1 << 14);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DataOutputStream(new DeflaterOutputStream(octets, deflater, 1 << 13))) {
            out.writeByte(VERSION);
            out.writeInt(events.size());
            for (TraceEvent event : events) {
                first = Math.min(first, event.at().toEpochMilli());
                last = Math.max(last, event.at().toEpochMilli());
                for (String term : terms(event)) {
                    keys.add(TraceKeys.hash(term));
                }
                write(out, event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("octets in heap", e);
        } finally {
            deflater.end();
        }
        long[] sorted = keys.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new TraceBlock(first, last, sorted, octets.toByteArray());
    }

    private static void write(DataOutputStream out, TraceEvent event) throws IOException {
        out.writeLong(event.at().toEpochMilli());
        out.writeUTF(cut(event.id()));
        out.writeUTF(event.step().name());
        out.writeUTF(cut(event.sentence()));
        int count = Math.min(event.facts().size(), TraceEvent.MAX_FACTS);
        out.writeByte(count);
        int written = 0;
        for (Map.Entry<String, String> fact : event.facts().entrySet()) {
            if (written++ == count) {
                break;
            }
            out.writeUTF(cut(fact.getKey()));
            out.writeUTF(cut(fact.getValue()));
        }
    }

    private static String cut(String text) {
        return text.length() <= TraceEvent.MAX_CHARS
                ? text
                : text.substring(0, TraceEvent.MAX_CHARS - 1) + "…";
    }

    /// The events of a block; those of a newer Jebi's steps are left out.
    static List<TraceEvent> decode(byte[] octets) throws IOException {
        try (var in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(octets)))) {
            if (in.readUnsignedByte() != VERSION) {
                throw new IOException("a block of the trace that a newer Jebi wrote");
            }
            int count = in.readInt();
            var events = new ArrayList<TraceEvent>();
            for (int i = 0; i < count; i++) {
                read(in).ifPresent(events::add);
            }
            return events;
        }
    }

    private static Optional<TraceEvent> read(DataInputStream in) throws IOException {
        var at = Instant.ofEpochMilli(in.readLong());
        String id = in.readUTF();
        String step = in.readUTF();
        String sentence = in.readUTF();
        var facts = new HashMap<String, String>();
        for (int i = in.readUnsignedByte(); i > 0; i--) {
            facts.put(in.readUTF(), in.readUTF());
        }
        return Arrays.stream(TraceStep.values())
                .filter(known -> known.name().equals(step))
                .findFirst()
                .map(known -> new TraceEvent(at, id, known, sentence, facts));
    }

    /// A term as it is compared: without the case of its letters, and without angle brackets.
    static String plain(String term) {
        String text = term.strip().toLowerCase(Locale.ROOT);
        return text.length() > 2 && text.startsWith("<") && text.endsWith(">")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /// What a message is called in an event: those who share one of these are about one message.
    static Set<String> handles(TraceEvent event) {
        var handles = new HashSet<String>();
        handles.add(plain(event.id()));
        add(handles, event, TraceEvent.QUEUE);
        return handles;
    }

    /// All that an event is found by.
    static Set<String> terms(TraceEvent event) {
        var terms = handles(event);
        add(terms, event, TraceEvent.MESSAGE_ID);
        add(terms, event, TraceEvent.SENDER);
        add(terms, event, TraceEvent.ACCOUNT);
        add(terms, event, TraceEvent.OTHER);
        for (String recipient : recipients(event)) {
            terms.add(recipient);
        }
        if (event.facts().containsKey(LOST)) {
            terms.add(LOST);
        }
        return terms;
    }

    private static void add(Set<String> terms, TraceEvent event, String fact) {
        String value = event.facts().get(fact);
        if (value != null && !value.isBlank()) {
            terms.add(plain(value));
        }
    }

    /// The recipients that an event is about.
    static List<String> recipients(TraceEvent event) {
        String all = event.facts().getOrDefault(TraceEvent.RECIPIENT, "");
        var found = new ArrayList<String>();
        for (String one : all.split(" +", -1)) {
            if (!one.isBlank()) {
                found.add(plain(one));
            }
        }
        return found;
    }
}
