package dev.jebi.mailstore;

import dev.jebi.mailstore.index.BlobPlaces;
import dev.jebi.mailstore.index.IndexReader;
import dev.jebi.mailstore.journal.Gap;
import dev.jebi.mailstore.journal.GapJudge;
import dev.jebi.mailstore.journal.MissingSegments;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Whether a journal with gaps has all that an index needs: every change that the index has not
/// applied, and the octets of every message.
final class GapRules implements GapJudge {
    /// The command that goes on without what is missing.
    static final String COMMAND = "jebi store rebuild --without-missing";

    private static final Logger LOG = LoggerFactory.getLogger(GapRules.class);

    private final BlobPlaces blobs;
    private final long appliedLsn;
    private final boolean withoutMissing;
    private long lostUntil;

    /// @param withoutMissing whether to go on without what is missing
    GapRules(IndexReader index, long appliedLsn, boolean withoutMissing) {
        this.blobs = new BlobPlaces(index);
        this.appliedLsn = appliedLsn;
        this.withoutMissing = withoutMissing;
    }

    /// The index lacks changes that were given back with their segments.
    static final class TooOld extends IOException {
        private static final long serialVersionUID = 1;

        TooOld(Gap gap) {
            super(
                    "the journal begins at "
                            + HexFormat.of().toHexDigits(gap.to())
                            + ", and neither the index nor a snapshot reaches so far; restore a"
                            + " backup, or go on with what is left: "
                            + COMMAND);
        }
    }

    /// The position behind changes that were lost and that counters may count; 0 when none were.
    long lostUntil() {
        return lostUntil;
    }

    @Override
    public void judge(List<Gap> gaps) throws IOException {
        var missing = new ArrayList<Gap>();
        for (Gap gap : gaps) {
            boolean applied = gap.moved() || gap.to() <= appliedLsn;
            long living = applied && !gap.freed() ? blobs.living(gap.from(), gap.to()) : 0;
            if (!applied && gap.freed() && !withoutMissing) {
                throw new TooOld(gap);
            }
            lostUntil = applied ? lostUntil : Math.max(lostUntil, gap.to());
            if (!gap.freed() && (!applied || living > 0)) {
                missing.add(gap);
                LOG.error(
                        "event=store-missing from={} to={} messages={} changes={}",
                        gap.from(),
                        gap.to(),
                        living,
                        !applied);
            }
        }
        if (!missing.isEmpty() && !withoutMissing) {
            throw new MissingSegments(
                    missing, "put the files back, or go on without them: " + COMMAND);
        }
    }
}
