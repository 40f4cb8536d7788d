package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.MessageSet.Range;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads SELECT and EXAMINE with their parameters (RFC 4466 §2.1, RFC 7162 §3.1.8, §3.2.5).
final class SelectParser {
    private final Tokens tokens;
    private boolean condstore;
    private Optional<Resync> resync = Optional.empty();

    SelectParser(Tokens tokens) {
        this.tokens = tokens;
    }

    ImapCommand.Select select(boolean readOnly) throws IOException {
        tokens.space();
        String asked = tokens.mailboxText(tokens.astring());
        var mailbox = Tokens.mailbox(asked);
        if (tokens.take(' ')) {
            tokens.expect('(');
            do {
                parameter();
            } while (tokens.take(' '));
            tokens.expect(')');
        }
        return new ImapCommand.Select(mailbox, asked, readOnly, condstore, resync);
    }

    private void parameter() {
        String word = tokens.keyword();
        switch (word) {
            case "CONDSTORE" -> condstore = true;
            case "QRESYNC" -> {
                if (resync.isPresent()) {
                    throw BadCommand.syntax("QRESYNC twice");
                }
                tokens.space();
                resync = Optional.of(resync());
            }
            default -> throw BadCommand.syntax("no such parameter of SELECT: " + word);
        }
    }

    private Resync resync() {
        tokens.expect('(');
        long uidValidity = tokens.positive();
        tokens.space();
        var modSeq = new ModSeq(tokens.number());
        Optional<UidSet> known = Optional.empty();
        List<Range> numbers = List.of();
        List<Range> uids = List.of();
        boolean more = tokens.take(' ');
        if (more && tokens.peek() != '(') {
            known = Optional.of(uidSet(ranges()));
            more = tokens.take(' ');
        }
        if (more) {
            tokens.expect('(');
            numbers = ascending(ranges());
            tokens.space();
            uids = ascending(ranges());
            tokens.expect(')');
            if (count(numbers) != count(uids)) {
                throw BadCommand.syntax("as many sequence numbers as UIDs, please");
            }
        }
        tokens.expect(')');
        return new Resync(uidValidity, modSeq, known, numbers, uids);
    }

    /// RFC 7162 §7: in sets of what is known, `*` is not allowed; nor is `$`.
    private List<Range> ranges() {
        var ranges = new ArrayList<Range>();
        for (Range range : MessageSets.uids(tokens).ranges()) {
            if (range.low(0) < 1) {
                throw BadCommand.syntax("* is nothing that a client knows");
            }
            ranges.add(new Range(range.low(0), range.high(0)));
        }
        return ranges;
    }

    private static UidSet uidSet(List<Range> ranges) {
        return UidSet.ofRanges(
                ranges.stream().map(r -> new UidSet.Range(r.one(), r.other())).toList());
    }

    /// RFC 7162 §3.2.5.2: both sets are ascending.
    private static List<Range> ascending(List<Range> ranges) {
        long last = 0;
        for (Range range : ranges) {
            if (range.one() <= last) {
                throw BadCommand.syntax("a set that is not ascending");
            }
            last = range.other();
        }
        return ranges;
    }

    private static long count(List<Range> ranges) {
        return ranges.stream().mapToLong(range -> range.other() - range.one() + 1).sum();
    }
}
