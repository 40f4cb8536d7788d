package dev.jebi.imapserver.response;

import dev.jebi.content.Content;
import dev.jebi.imapserver.command.ModifiedUtf7;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.ModSeq;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes responses. What is small gathers in a buffer; content goes straight through. A response
/// that cannot be finished leaves nothing behind, unless content of it has gone out. For one
/// thread.
public final class ImapEncoder {
    private static final int ENOUGH = 16 * 1024;
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Output output;
    private final Octets out = new Octets();
    private final FetchLine line = new FetchLine(out);
    private boolean utf8;
    private boolean rev2;

    /// Where the octets go.
    public interface Output {
        /// Takes octets; the array is the caller's again afterwards.
        void octets(byte[] octets, int length) throws IOException;

        /// Takes content.
        void content(Content content) throws IOException;
    }

    /// An encoder that writes to `output`.
    public ImapEncoder(Output output) {
        this.output = output;
    }

    /// Whether mailbox names are UTF-8 (RFC 9051 §5.1, RFC 9755 §3) and not modified UTF-7.
    public void utf8(boolean on) {
        utf8 = on;
    }

    /// Whether the client speaks IMAP4rev2, whose structures tell more (RFC 9051 §9).
    public void rev2(boolean on) {
        rev2 = on;
        line.rev2(on);
    }

    /// As it was told.
    public boolean rev2() {
        return rev2;
    }

    /// Writes a response.
    public void write(ImapResponse response) throws IOException {
        int before = out.size();
        boolean whole = false;
        try {
            encode(response);
            whole = true;
        } finally {
            if (!whole && out.size() > before) {
                out.cut(before);
            }
        }
        out.put("\r\n");
        if (out.size() >= ENOUGH) {
            drain();
        }
    }

    /// Writes a FETCH response, as its teller tells it; nothing where that fails.
    ///
    /// @param uid whether the number is a UID, and the response UIDFETCH (RFC 9586 §3.3)
    public void fetched(long number, boolean uid, FetchLine.Teller teller) throws IOException {
        int before = out.size();
        boolean whole = false;
        try {
            line.begin(number, uid);
            teller.tell(line);
            line.end();
            whole = true;
        } finally {
            if (!whole) {
                out.cut(before);
            }
        }
        out.put("\r\n");
        if (out.size() >= ENOUGH) {
            drain();
        }
    }

    /// Passes on what the buffer holds.
    public void drain() throws IOException {
        if (out.size() > 0) {
            output.octets(out.array(), out.size());
            out.clear();
        }
    }

    private void encode(ImapResponse response) throws IOException {
        switch (response) {
            case ImapResponse.Tagged(var tag, var condition, var code, var text) -> {
                out.put(tag).put(' ');
                status(condition, code, text);
            }
            case ImapResponse.Untagged(var condition, var code, var text) -> {
                out.put("* ");
                status(condition, code, text);
            }
            case ImapResponse.Continuation(var text) -> out.put("+ ").put(text);
            case ImapResponse.Capabilities(var names) ->
                    out.put("* CAPABILITY ").put(String.join(" ", names));
            case ImapResponse.Enabled(var names) -> {
                out.put("* ENABLED");
                names.forEach(name -> out.put(' ').put(name));
            }
            case ImapResponse.FlagList(var flags) ->
                    out.put("* FLAGS (").put(flags.toString()).put(')');
            case ImapResponse.Exists(long messages) -> out.put("* ").put(messages).put(" EXISTS");
            case ImapResponse.Recent(long messages) -> out.put("* ").put(messages).put(" RECENT");
            case ImapResponse.Expunged(long number) -> out.put("* ").put(number).put(" EXPUNGE");
            case ImapResponse.Vanished(boolean earlier, var uids) ->
                    out.put(earlier ? "* VANISHED (EARLIER) " : "* VANISHED ").put(uids.toString());
            case ImapResponse.Found(var numbers, var modSeq) -> found("SEARCH", numbers, modSeq);
            case ImapResponse.Sorted(var numbers, var modSeq) -> found("SORT", numbers, modSeq);
            case ImapResponse.Threads(var threads) -> {
                out.put(threads.roots().length == 0 ? "* THREAD" : "* THREAD ");
                threads.write(out);
            }
            case ImapResponse.Esearch esearch -> esearch(esearch);
            case ImapResponse.Listed listed -> listed(listed);
            case ImapResponse.NamedNow now -> namedNow(now);
            case ImapResponse.MailboxStatus status -> mailboxStatus(status);
            case ImapResponse.Sharing sharing ->
                    new SharingEncoder(out, this::name).encode(sharing);
            case ImapResponse.QuotaRoots(var mailbox, var roots) -> {
                out.put("* QUOTAROOT ");
                name(mailbox.value());
                roots.forEach(this::spacedString);
            }
            case ImapResponse.QuotaIs quota -> quota(quota);
            case ImapResponse.ServerId(var fields) -> serverId(fields);
            case ImapResponse.Fetched(long number, var values) -> {
                out.put("* ").put(number).put(" FETCH ");
                values(values);
            }
            case ImapResponse.UidFetched(var uid, var values) -> {
                out.put("* ").put(uid.value()).put(" UIDFETCH ");
                values(values);
            }
        }
    }

    private void status(
            ImapResponse.Condition condition, Optional<ResponseCode> code, String text) {
        out.put(condition.name()).put(' ');
        if (code.isPresent()) {
            CodeEncoder.code(out, code.get());
            out.put(' ');
        }
        out.put(printable(text));
    }

    /// Text of a status response is TEXT-CHAR (RFC 3501 §9); what came from outside may not be.
    private static String printable(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(c >= 0x20 && c < 0x7F ? (char) c : '?'));
        return clean.toString();
    }

    private void found(String word, long[] numbers, Optional<ModSeq> modSeq) {
        out.put("* ").put(word);
        for (long number : numbers) {
            out.put(' ').put(number);
        }
        modSeq.ifPresent(m -> out.put(" (MODSEQ ").put(m.value()).put(')'));
    }

    private void esearch(ImapResponse.Esearch esearch) {
        out.put("* ESEARCH (TAG ");
        Strings.string(out, esearch.tag());
        if (esearch.source().isPresent()) {
            out.put(" MAILBOX ");
            name(esearch.source().get().mailbox().value());
            out.put(" UIDVALIDITY ").put(esearch.source().get().validity().value());
        }
        out.put(')');
        EsearchEncoder.items(out, esearch.uid(), esearch.items());
    }

    private void namedNow(ImapResponse.NamedNow now) {
        out.put("* LIST () \"/\" ");
        name(now.name());
        if (now.old().isPresent()) {
            out.put(" (\"OLDNAME\" (");
            name(now.old().get());
            out.put("))");
        }
    }

    private void listed(ImapResponse.Listed listed) {
        out.put(listed.lsub() ? "* LSUB (" : "* LIST (");
        out.put(String.join(" ", listed.attributes())).put(") \"/\" ");
        name(listed.name());
        if (!listed.below().isEmpty()) {
            out.put(" (\"CHILDINFO\" (\"").put(String.join("\" \"", listed.below())).put("\"))");
        }
    }

    private void mailboxStatus(ImapResponse.MailboxStatus status) {
        out.put("* STATUS ");
        name(status.mailbox().value());
        char before = '(';
        out.put(' ');
        for (var value : status.values().entrySet()) {
            out.put(before).put(value.getKey()).put(' ').put(value.getValue());
            before = ' ';
        }
        out.put(before == '(' ? "()" : ")");
    }

    private void quota(ImapResponse.QuotaIs quota) {
        out.put("* QUOTA");
        spacedString(quota.root());
        out.put(" (");
        String before = "";
        for (var resource : quota.resources()) {
            out.put(before).put(resource.name());
            out.put(' ').put(resource.used()).put(' ').put(resource.limit());
            before = " ";
        }
        out.put(')');
    }

    private void serverId(Map<String, String> fields) {
        out.put("* ID ");
        char before = '(';
        for (var field : fields.entrySet()) {
            out.put(before);
            before = ' ';
            Strings.string(out, field.getKey());
            spacedString(field.getValue());
        }
        out.put(before == '(' ? "NIL" : ")");
    }

    private void name(String mailbox) {
        if (utf8) {
            Strings.utf8Mailbox(out, mailbox);
        } else {
            Strings.mailbox(out, ModifiedUtf7.encode(mailbox));
        }
    }

    private void spacedString(String text) {
        out.put(' ');
        Strings.string(out, text);
    }

    private void values(List<FetchValue> values) throws IOException {
        char before = '(';
        for (FetchValue value : values) {
            out.put(before);
            before = ' ';
            value(value);
        }
        out.put(before == '(' ? "()" : ")");
    }

    private void value(FetchValue value) throws IOException {
        switch (value) {
            case FetchValue.FlagsAre(var flags, boolean recent) -> flags(flags, recent);
            case FetchValue.UidIs(var uid) -> out.put("UID ").put(uid.value());
            case FetchValue.InternalDate(var instant) -> internalDate(instant);
            case FetchValue.Size(long octets) -> out.put("RFC822.SIZE ").put(octets);
            case FetchValue.EnvelopeIs(var envelope) -> {
                out.put("ENVELOPE ");
                StructureEncoder.envelope(out, envelope);
            }
            case FetchValue.Structure(var part, boolean extended) -> {
                out.put(extended ? "BODYSTRUCTURE " : "BODY ");
                new StructureEncoder(out, extended, rev2).part(part);
            }
            case FetchValue.Octets(var label, var content) -> content(label + " ", content);
            case FetchValue.BinaryOctets(var label, var content, boolean nul) ->
                    content(nul ? label + " ~" : label + " ", content);
            case FetchValue.BinarySize(var label, long octets) ->
                    out.put(label).put(' ').put(octets);
            case FetchValue.SaveDate(var instant) ->
                    out.put("SAVEDATE \"").put(DATE_TIME.format(instant)).put('"');
            case FetchValue.NoOctets(var label) -> out.put(label).put(" NIL");
            case FetchValue.ModSeqIs(var modSeq) ->
                    out.put("MODSEQ (").put(modSeq.value()).put(')');
            case FetchValue.PreviewIs(var text) -> Strings.utf8(out.put("PREVIEW "), text);
            case FetchValue.Identity(var label, var id) ->
                    out.put(label).put(" (").put(id).put(')');
        }
    }

    private void flags(Flags flags, boolean recent) {
        String words = flags.toString();
        out.put("FLAGS (").put(words);
        if (recent) {
            out.put(words.isEmpty() ? "\\Recent" : " \\Recent");
        }
        out.put(')');
    }

    private void internalDate(Instant instant) {
        out.put("INTERNALDATE \"").put(DATE_TIME.format(instant)).put('"');
    }

    private void content(String label, Content content) throws IOException {
        out.put(label).put('{').put(content.size()).put("}\r\n");
        if (content.size() == 0) {
            return;
        }
        drain();
        output.content(content);
    }
}
