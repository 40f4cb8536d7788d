package dev.jebi.dmarc;

import java.util.Optional;

/// How an evaluation ended.
///
/// @param author the domain in From, as A-labels
/// @param record the policy that applies
/// @param policyDomain where it was found
/// @param policy what it asks for this author where the message fails
/// @param applied what is left of that: nothing while the domain is only testing, less for the
///   share of messages that it does not ask for
/// @param spfAligned whether SPF passed for a domain that stands for the author's
/// @param dkimAligned whether a signature did
/// @param reason a few words of ours
public record DmarcOutcome(
        DmarcResult result,
        String author,
        Optional<DmarcRecord> record,
        String policyDomain,
        DmarcPolicy policy,
        DmarcPolicy applied,
        boolean spfAligned,
        boolean dkimAligned,
        String reason) {
    static DmarcOutcome without(DmarcResult result, String author, String reason) {
        return new DmarcOutcome(
                result,
                author,
                Optional.empty(),
                "",
                DmarcPolicy.NONE,
                DmarcPolicy.NONE,
                false,
                false,
                reason);
    }
}
