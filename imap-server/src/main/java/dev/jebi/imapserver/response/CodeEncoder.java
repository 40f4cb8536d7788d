package dev.jebi.imapserver.response;

import dev.jebi.mailstore.Uid;

import java.util.List;

/// Writes response codes, with their brackets.
final class CodeEncoder {
    /// More of what a client wrote is not said again.
    private static final int MOST_ECHOED = 1_000;

    private CodeEncoder() {}

    static void code(Octets out, ResponseCode code) {
        out.put('[');
        switch (code) {
            case ResponseCode.Word word -> out.put(word.word());
            case ResponseCode.Capability(var names) ->
                    out.put("CAPABILITY ").put(String.join(" ", names));
            case ResponseCode.PermanentFlags(var flags, boolean any) -> {
                String words = flags.toString();
                out.put("PERMANENTFLAGS (").put(words);
                out.put(any ? words.isEmpty() ? "\\*" : " \\*" : "").put(')');
            }
            case ResponseCode.UidNext(var uid) -> out.put("UIDNEXT ").put(uid.value());
            case ResponseCode.UidIs(var validity) -> out.put("UIDVALIDITY ").put(validity.value());
            case ResponseCode.Unseen(long number) -> out.put("UNSEEN ").put(number);
            case ResponseCode.HighestModSeq(var modSeq) ->
                    out.put("HIGHESTMODSEQ ").put(modSeq.value());
            case ResponseCode.Modified(var messages) ->
                    out.put("MODIFIED ").put(messages.toString());
            case ResponseCode.AppendUid(var validity, var uids) -> {
                out.put("APPENDUID ").put(validity.value()).put(' ');
                uids(out, uids);
            }
            case ResponseCode.CopyUid(var validity, var from, var to) -> {
                out.put("COPYUID ").put(validity.value()).put(' ');
                uids(out, from);
                out.put(' ');
                uids(out, to);
            }
            case ResponseCode.BadCharset(var known) ->
                    out.put("BADCHARSET (").put(String.join(" ", known)).put(')');
            case ResponseCode.MessageLimit(long limit, var lowest) -> {
                out.put("MESSAGELIMIT ").put(limit);
                lowest.ifPresent(uid -> out.put(' ').put(uid.value()));
            }
            case ResponseCode.InProgress(var tag) -> {
                // RFC 9585 §4: no tag that ends the code early
                out.put("INPROGRESS (");
                if (tag.indexOf(']') < 0) {
                    Strings.string(out, tag);
                } else {
                    out.put("NIL");
                }
                out.put(" NIL NIL)");
            }
            case ResponseCode.BadEvent(var known) ->
                    out.put("BADEVENT (").put(String.join(" ", known)).put(')');
            case ResponseCode.LongEntries(long octets) ->
                    out.put("METADATA LONGENTRIES ").put(octets);
            case ResponseCode.MetadataMaxSize(long octets) ->
                    out.put("METADATA MAXSIZE ").put(octets);
            case ResponseCode.BadUrl(var url) -> out.put("BADURL ").put(inCode(url));
            case ResponseCode.NoUpdate(var tag) -> Strings.string(out.put("NOUPDATE "), tag);
            case ResponseCode.MailboxIdentity(var id) -> out.put("MAILBOXID (").put(id).put(')');
        }
        out.put(']');
    }

    /// RFC 4469 §5: any TEXT-CHAR except "]", and here no octet that only a literal may have.
    private static String inCode(String text) {
        var clean = new StringBuilder();
        text.chars()
                .limit(MOST_ECHOED)
                .forEach(c -> clean.append(c > ' ' && c < 0x7F && c != ']' ? (char) c : '?'));
        return clean.isEmpty() ? "?" : clean.toString();
    }

    /// A set in the order given, which tells who became whom (RFC 4315 §3).
    private static void uids(Octets out, List<Uid> uids) {
        for (int from = 0; from < uids.size(); ) {
            int to = from;
            while (to + 1 < uids.size() && uids.get(to + 1).value() == uids.get(to).value() + 1) {
                to++;
            }
            if (from > 0) {
                out.put(',');
            }
            out.put(uids.get(from).value());
            if (to > from) {
                out.put(':').put(uids.get(to).value());
            }
            from = to + 1;
        }
    }
}
