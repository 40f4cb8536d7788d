package dev.jebi.imapserver.order;

import dev.jebi.imapserver.command.SortCriterion;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// The order that a SORT asks for (RFC 5256 §3): by one criterion after the other, and by UID where
/// all are equal. Immutable.
public final class Ordering implements Comparator<Placed> {
    private static final int REMEMBERED = 10_000;

    private final List<SortCriterion> criteria;
    private final LongUnaryOperator relevancy;

    /// @param relevancy the score of a message, where RELEVANCY is asked
    public Ordering(List<SortCriterion> criteria, LongUnaryOperator relevancy) {
        this.criteria = List.copyOf(criteria);
        this.relevancy = relevancy;
    }

    /// The messages of these UIDs that there are, in order.
    public List<Placed> sort(Mailbox mailbox, UidSet uids) throws IOException {
        var placed = new ArrayList<Placed>();
        var texts = new HashMap<String, byte[]>();
        MailboxKeys.show(mailbox, uids, needsHead(), keys -> placed.add(place(keys, texts)));
        var sorted = placed.toArray(Placed[]::new);
        Arrays.sort(sorted, this);
        return Arrays.asList(sorted);
    }

    private boolean needsHead() {
        return criteria.stream().map(SortCriterion::key).anyMatch(SortCriterion.Key::ofHead);
    }

    /// @param known the keys of texts, which messages have in common, up to a bound
    private Placed place(MailboxKeys keys, Map<String, byte[]> known) {
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        var numbers = new long[criteria.size()];
        var texts = new byte[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            var key = criteria.get(i).key();
            if (key.ofText()) {
                texts[i] = known.computeIfAbsent(text(key, keys), Casemap::key);
                numbers[i] = beginning(texts[i]);
            } else {
                texts[i] = Placed.NO_TEXT;
                numbers[i] = number(key, keys);
            }
        }
        return new Placed(keys.uid(), numbers, texts);
    }

    /// The first eight octets, in the order of numbers.
    private static long beginning(byte[] octets) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | (i < octets.length ? octets[i] & 0xFF : 0);
        }
        return number ^ Long.MIN_VALUE;
    }

    private long number(SortCriterion.Key key, MailboxKeys keys) {
        return switch (key) {
            case ARRIVAL -> keys.arrival();
            case DATE -> keys.sent();
            case SIZE -> keys.size();
            // RFC 6203 §6: the highest score comes first
            case RELEVANCY -> -relevancy.applyAsLong(keys.uid());
            case CC, FROM, SUBJECT, TO, DISPLAYFROM, DISPLAYTO ->
                    throw new IllegalArgumentException(key + " is a text");
        };
    }

    private static String text(SortCriterion.Key key, MailboxKeys keys) {
        return switch (key) {
            case CC -> keys.cc();
            case FROM -> keys.from();
            case SUBJECT -> keys.baseSubject();
            case TO -> keys.to();
            case DISPLAYFROM -> keys.displayFrom();
            case DISPLAYTO -> keys.displayTo();
            case ARRIVAL, DATE, SIZE, RELEVANCY ->
                    throw new IllegalArgumentException(key + " is a number");
        };
    }

    @Override
    public int compare(Placed one, Placed other) {
        for (int i = 0; i < criteria.size(); i++) {
            int order = Long.compare(one.numbers()[i], other.numbers()[i]);
            if (order == 0) {
                order = Arrays.compareUnsigned(one.texts()[i], other.texts()[i]);
            }
            if (order != 0) {
                return criteria.get(i).reverse() ? -order : order;
            }
        }
        return Long.compare(one.uid(), other.uid());
    }
}
