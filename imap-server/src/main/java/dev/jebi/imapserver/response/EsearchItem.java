package dev.jebi.imapserver.response;

import dev.jebi.imapserver.command.PartialRange;
import dev.jebi.mailstore.ModSeq;

import java.util.List;

/// What an ESEARCH response tells (RFC 4731 §3.1). Results are sequence numbers or UIDs, in the
/// order that was asked for.
public sealed interface EsearchItem {
    /// MIN
    record Min(long number) implements EsearchItem {}

    /// MAX
    record Max(long number) implements EsearchItem {}

    /// COUNT
    record Count(long results) implements EsearchItem {}

    /// ALL; not where there is none (RFC 4731 §3.1).
    record All(long[] numbers) implements EsearchItem {}

    /// PARTIAL (RFC 9394 §3.1)
    record Partial(PartialRange range, long[] numbers) implements EsearchItem {}

    /// RELEVANCY (RFC 6203 §4): the scores of the results, in their order.
    record Relevancy(int[] scores) implements EsearchItem {}

    /// MODSEQ (RFC 4731 §3.2)
    record Highest(ModSeq modSeq) implements EsearchItem {}

    /// ADDTO (RFC 5267 §4.3.3)
    record AddTo(List<Place> places) implements EsearchItem {}

    /// REMOVEFROM (RFC 5267 §4.3.4)
    record RemoveFrom(List<Place> places) implements EsearchItem {}

    /// Results at a place in the list of all results.
    ///
    /// @param position from 1 on, or 0 for the order of the mailbox
    record Place(long position, long[] numbers) {}
}
