package dev.jebi.transfer.verification;

import dev.jebi.address.IpText;
import dev.jebi.dkim.DkimResult;
import dev.jebi.mailstore.TraceEvent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What was found out and done, in a few words.
///
/// @param words for the log
/// @param done likewise
/// @param sentence for people
/// @param facts for programs; the caller may add to them
public record Summary(String words, String done, String sentence, Map<String, String> facts) {
    /// The summary of a verification.
    public static Summary of(Verified verified, Disposition disposition) {
        String dkim =
                verified.dkim().isEmpty()
                        ? "none"
                        : verified.dkim().stream()
                                .map(Summary::dkim)
                                .collect(Collectors.joining(","));
        String dmarc = verified.deciding().map(d -> d.result().word()).orElse("permerror");
        String author = String.join(",", verified.authors().domains());
        String words =
                "spf=%s dkim=%s dmarc=%s author=%s arc=%s iprev=%s"
                        .formatted(
                                verified.spf().result().word(),
                                dkim,
                                dmarc,
                                author.isEmpty() ? "-" : author,
                                verified.arc().status().word(),
                                verified.iprev().result().word());
        var facts = new LinkedHashMap<String, String>();
        facts.put("spf", verified.spf().result().word());
        facts.put("spf-domain", printable(verified.spf().domain()));
        facts.put("dkim", dkim);
        facts.put("dmarc", dmarc);
        facts.put("author", author);
        facts.put("arc", verified.arc().status().word());
        facts.put("iprev", verified.iprev().result().word());
        facts.put(TraceEvent.PEER, peer(verified));
        return new Summary(words, done(disposition), sentence(verified, disposition), facts);
    }

    private static String peer(Verified verified) {
        String name = verified.iprev().name();
        String ip = IpText.of(verified.arrival().client());
        return printable(name.isEmpty() ? ip : name + " " + ip);
    }

    private static String dkim(DkimResult dkim) {
        return dkim.domain().orElse("?") + ":" + dkim.status().word();
    }

    private static String done(Disposition disposition) {
        if (disposition.refusal().isPresent()) {
            return disposition.refusal().get().transientFailure() ? "deferred" : "refused";
        }
        return disposition.verdicts().keySet().stream().anyMatch(disposition::junk)
                ? "junk"
                : "accepted";
    }

    private static String sentence(Verified verified, Disposition disposition) {
        var why =
                disposition.verdicts().values().stream()
                        .flatMap(v -> Judge.why(v).stream())
                        .distinct()
                        .toList();
        if (disposition.refusal().isPresent()) {
            boolean later = disposition.refusal().get().transientFailure();
            return (later ? "It was not taken for now: " : "It was refused: ") + because(why);
        }
        String found = found(verified);
        return why.isEmpty() ? found : found + " It belongs among the junk: " + because(why);
    }

    private static String because(List<String> why) {
        return printable(String.join("; ", why)) + ".";
    }

    private static String found(Verified verified) {
        String authors = String.join(", ", verified.authors().domains());
        if (verified.sealer().isPresent()) {
            return "It is taken for mail of "
                    + authors
                    + " on the word of "
                    + verified.sealer().get()
                    + ", who passed it on.";
        }
        if (verified.authentic()) {
            return "It is verified: " + authors + " stands behind it.";
        }
        return "It is not verified that "
                + (authors.isEmpty() ? "anybody" : authors)
                + " stands behind it (SPF "
                + verified.spf().result().word()
                + ", "
                + verified.dkim().stream().filter(DkimResult::passed).count()
                + " of "
                + verified.dkim().size()
                + " signatures good).";
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
