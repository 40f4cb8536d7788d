package dev.jebi.dmarc;

import java.util.List;

/// Does the domain of the author stand behind a message?
///
/// @param author the domain in From, as A-labels
/// @param spf the domain for which SPF passed; none or one
/// @param dkim the domains whose signatures passed
/// @param unknownSpf the domain for which SPF could not be had just now
/// @param unknownDkim the domains whose signatures could not be verified just now
public record DmarcQuestion(
        String author,
        List<String> spf,
        List<String> dkim,
        List<String> unknownSpf,
        List<String> unknownDkim) {
    /// Copies the lists.
    public DmarcQuestion {
        spf = List.copyOf(spf);
        dkim = List.copyOf(dkim);
        unknownSpf = List.copyOf(unknownSpf);
        unknownDkim = List.copyOf(unknownDkim);
    }
}
