package dev.jebi.transfer.verification;

import dev.jebi.arc.ArcResult;
import dev.jebi.authres.AuthenticationResults;
import dev.jebi.authres.ReverseName;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dmarc.Authors;
import dev.jebi.dmarc.DmarcOutcome;
import dev.jebi.dmarc.DmarcResult;
import dev.jebi.spf.SpfOutcome;

import java.util.List;
import java.util.Optional;

/// What was found out about a message.
///
/// @param spf for the reverse-path, for the HELO name where that is null
/// @param helo for the HELO name
/// @param authors who say that they wrote it
/// @param dmarc for each author's domain
/// @param sealer the trusted sealer on whose word the message is taken for the author's, though it
///   could not be verified here any more
public record Verified(
        Arrival arrival,
        SpfOutcome spf,
        SpfOutcome helo,
        List<DkimResult> dkim,
        ArcResult arc,
        Authors authors,
        List<DmarcOutcome> dmarc,
        ReverseName iprev,
        Optional<String> sealer,
        AuthenticationResults results) {
    /// Copies the lists.
    public Verified {
        dkim = List.copyOf(dkim);
        dmarc = List.copyOf(dmarc);
    }

    /// The DMARC outcome that decides: the worst for which the most is asked.
    public Optional<DmarcOutcome> deciding() {
        return dmarc.stream().max(Verified::worse);
    }

    /// Whether every author's domain stands behind the message.
    public boolean authentic() {
        return !dmarc.isEmpty() && dmarc.stream().allMatch(d -> d.result() == DmarcResult.PASS);
    }

    private static int worse(DmarcOutcome one, DmarcOutcome other) {
        int result = Integer.compare(rank(one.result()), rank(other.result()));
        return result != 0 ? result : one.applied().compareTo(other.applied());
    }

    private static int rank(DmarcResult result) {
        return switch (result) {
            case PASS -> 0;
            case NONE -> 1;
            case PERMERROR -> 2;
            case TEMPERROR -> 3;
            case FAIL -> 4;
        };
    }
}
