package dev.jebi.imapserver;

import dev.jebi.imapserver.command.ImapCommand;
import dev.jebi.imapserver.command.SearchKey;
import dev.jebi.imapserver.command.SearchReturns;
import dev.jebi.imapserver.command.SearchReturns.Result;
import dev.jebi.imapserver.command.SortCriterion;
import dev.jebi.imapserver.order.Ordering;
import dev.jebi.imapserver.order.Placed;
import dev.jebi.imapserver.order.Threading;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ImapResponse.Condition;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// SEARCH, SORT and THREAD (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 5256, RFC 5267): keys become a
/// query in UIDs, the store answers it, and what it found is put in order. For one thread.
final class SearchCommands {
    private final Sitting sitting;
    private final SelectedMailbox view;
    private final Responder out;
    private final SearchKeys keys;
    private Optional<ResponseCode> cut = Optional.empty();

    SearchCommands(Sitting sitting, SelectedMailbox view) {
        this.sitting = sitting;
        this.view = view;
        this.out = sitting.out();
        this.keys = new SearchKeys(view, sitting.face().clock());
    }

    Completion run(ImapCommand.Searching command, String tag) throws IOException {
        return switch (command) {
            case ImapCommand.Search search -> search(search, tag);
            case ImapCommand.Sort sort -> sort(sort, tag);
            case ImapCommand.Thread thread -> thread(thread);
        };
    }

    Completion cancel(ImapCommand.CancelUpdate command) {
        view.live().cancel(command.tags());
        return Completion.of("CANCELUPDATE completed");
    }

    private Completion search(ImapCommand.Search command, String tag) throws IOException {
        var returns = command.returns();
        if (returns.isEmpty() && sitting.enabled().rev2()) { // RFC 9051 §6.4.4
            returns = Optional.of(SearchReturns.ALL);
        }
        if (returns.isEmpty()) {
            long[] uids = found(command.key());
            out.send(new ImapResponse.Found(numbers(command, uids), modSeq(command, uids)));
            return completed("SEARCH completed");
        }
        var asked = new Asked(tag, command, returns.get(), List.of());
        return answer(asked, "SEARCH completed");
    }

    private Completion sort(ImapCommand.Sort command, String tag) throws IOException {
        var criteria = command.criteria();
        if (command.returns().isPresent()) {
            var asked = new Asked(tag, command, command.returns().get(), criteria);
            return answer(asked, "SORT completed");
        }
        long[] uids = found(command.key());
        var sorted = uids(sorted(criteria, uids, relevancy(criteria, command.key(), uids)));
        out.send(new ImapResponse.Sorted(numbers(command, sorted), modSeq(command, sorted)));
        return completed("SORT completed");
    }

    private Completion thread(ImapCommand.Thread command) throws IOException {
        var uids = UidSet.of(found(command.key()));
        var threads =
                during(uids.count(), () -> Threading.of(command.algorithm(), view.mailbox(), uids));
        out.send(new ImapResponse.Threads(threads.with(number(command))));
        return completed("THREAD completed");
    }

    /// A search that is answered with ESEARCH.
    ///
    /// @param criteria what the results are sorted by; none where the order is the mailbox's
    record Asked(
            String tag,
            ImapCommand.Searching command,
            SearchReturns returns,
            List<SortCriterion> criteria) {}

    private Completion answer(Asked asked, String done) throws IOException {
        if (asked.returns().has(Result.UPDATE) && view.live().has(asked.tag())) {
            throw ImapRefusal.bad("this tag stands for another search"); // RFC 5267 §4.3
        }
        boolean answered = false;
        try {
            esearch(asked, Optional.empty());
            answered = true;
            return completed(done);
        } finally {
            if (!answered && asked.returns().has(Result.SAVE)) { // RFC 5182 §2.1
                view.save(UidSet.EMPTY);
            }
        }
    }

    /// Searches, and tells what was found.
    ///
    /// @param source the mailbox, where the client did not select it for this search
    /// @return whether anything was found
    boolean esearch(Asked asked, Optional<ImapResponse.Source> source) throws IOException {
        var command = asked.command();
        var returns = asked.returns();
        long[] uids = found(command.key());
        var relevancy =
                returns.has(Result.RELEVANCY)
                        ? Optional.of(scores(command.key(), uids))
                        : relevancy(asked.criteria(), command.key(), uids);
        List<Placed> placed = sorted(asked.criteria(), uids, relevancy);
        long[] ordered = asked.criteria().isEmpty() ? uids : uids(placed);
        var answer = new SearchAnswer(returns, ordered, number(command));
        var items = answer.items();
        if (returns.has(Result.RELEVANCY) && relevancy.isPresent()) {
            items.add(answer.scores(relevancy.get()));
        }
        if (command.modSeq()) {
            answer.modSeq(view.mailbox()).ifPresent(items::add);
        }
        // RFC 7377 §2.1: of several mailboxes, those that have nothing are not told of
        if (returns.tells() && (source.isEmpty() || ordered.length > 0)) {
            out.send(new ImapResponse.Esearch(asked.tag(), source, command.uid(), items));
        }
        if (returns.has(Result.SAVE)) {
            view.save(answer.saved());
        }
        if (returns.has(Result.UPDATE)) {
            update(asked, source, UidSet.of(uids), placed);
        }
        return ordered.length > 0;
    }

    private void update(
            Asked asked, Optional<ImapResponse.Source> source, UidSet found, List<Placed> placed)
            throws IOException {
        var search =
                new LiveSearch(
                        new LiveSearch.Asked(
                                asked.tag(),
                                source,
                                asked.command().uid(),
                                keys.fixed(asked.command().key()),
                                asked.criteria()),
                        keys,
                        found,
                        placed);
        if (!view.live().add(search)) { // RFC 5267 §4.3.1
            var code = new ResponseCode.NoUpdate(asked.tag());
            out.send(
                    new ImapResponse.Untagged(
                            Condition.NO, Optional.of(code), "too much to keep an eye on"));
        }
    }

    private Completion completed(String text) {
        return cut.isPresent() ? new Completion(cut, text + " in part") : Completion.of(text);
    }

    /// The UIDs of the messages that a key holds for, ascending; the last ones where they are more
    /// than one command may see to (RFC 9738 §3.1).
    private long[] found(SearchKey key) throws IOException {
        long[] found = known(key);
        long[] some = sitting.messageLimit().of(found);
        if (some.length < found.length) {
            cut = Optional.of(sitting.messageLimit().code(new Uid(some[0])));
        }
        return some;
    }

    /// Only what this session knows of: the store may be ahead of it.
    private long[] known(SearchKey key) throws IOException {
        var query = keys.query(key);
        long[] found = during(view.count(), () -> view.mailbox().search(query));
        int known = 0;
        int number = 0;
        for (long uid : found) {
            int here = view.number(uid, number + 1);
            if (here > 0) {
                number = here;
                found[known++] = uid;
            }
        }
        return known == found.length ? found : Arrays.copyOf(found, known);
    }

    private <T> T during(long messages, Progress.Work<T> work) throws IOException {
        return sitting.progress().during(messages, work);
    }

    private Optional<Relevancy> relevancy(List<SortCriterion> criteria, SearchKey key, long[] uids)
            throws IOException {
        boolean asked = criteria.stream().anyMatch(c -> c.key() == SortCriterion.Key.RELEVANCY);
        return asked ? Optional.of(scores(key, uids)) : Optional.empty();
    }

    private Relevancy scores(SearchKey key, long[] uids) throws IOException {
        return Relevancy.of(keys, key, view.mailbox(), UidSet.of(uids));
    }

    private List<Placed> sorted(
            List<SortCriterion> criteria, long[] uids, Optional<Relevancy> relevancy)
            throws IOException {
        if (criteria.isEmpty()) {
            return List.of();
        }
        LongUnaryOperator score = uid -> relevancy.isPresent() ? relevancy.get().score(uid) : 0;
        var ordering = new Ordering(criteria, score);
        return during(uids.length, () -> ordering.sort(view.mailbox(), UidSet.of(uids)));
    }

    private static long[] uids(List<Placed> placed) {
        return placed.stream().mapToLong(Placed::uid).toArray();
    }

    private LongUnaryOperator number(ImapCommand.Searching command) {
        return command.uid() ? LongUnaryOperator.identity() : view::number;
    }

    private long[] numbers(ImapCommand.Searching command, long[] uids) {
        return Arrays.stream(uids).map(number(command)).toArray();
    }

    private Optional<ModSeq> modSeq(ImapCommand.Searching command, long[] uids) {
        return command.modSeq() ? SearchAnswer.highest(view.mailbox(), uids) : Optional.empty();
    }
}
