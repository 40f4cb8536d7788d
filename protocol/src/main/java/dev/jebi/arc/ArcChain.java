package dev.jebi.arc;

import dev.jebi.dkim.MalformedTags;
import dev.jebi.dkim.MessageField;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.TagList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The chain of a message, put in order (RFC 8617 §5.2, steps 1 to 3).
sealed interface ArcChain {
    /// RFC 8617 §4.2.1: an instance is 1 to 50.
    int MOST = 50;

    /// No field of a chain.
    record None() implements ArcChain {}

    /// Each set is whole and no instance is missing.
    ///
    /// @param sets the first hop first; one at least
    record Whole(List<ArcSet> sets) implements ArcChain {
        ArcSet newest() {
            return sets.getLast();
        }
    }

    /// Something is missing, doubled or malformed.
    ///
    /// @param newest the greatest instance that can be read
    /// @param ended whether the newest seal says that the chain has failed
    record Broken(String why, int newest, boolean ended) implements ArcChain {}

    static ArcChain of(SignedMessage message) {
        var results = message.fields("arc-authentication-results");
        var signatures = message.fields("arc-message-signature");
        var seals = message.fields("arc-seal");
        if (results.isEmpty() && signatures.isEmpty() && seals.isEmpty()) {
            return new None();
        }
        int newest = Math.max(newest(signatures), newest(seals));
        boolean ended = seals.stream().anyMatch(s -> instance(s) == newest && failed(s));
        try {
            int count = seals.size();
            if (count > MOST) {
                throw new MalformedTags("more than 50 sets");
            }
            if (results.size() != count || signatures.size() != count || count == 0) {
                throw new MalformedTags("a set is not whole");
            }
            var byResults = numbered(results, count);
            var bySignature = numbered(signatures, count);
            var bySeal = numbered(seals, count);
            var sets = new ArrayList<ArcSet>();
            for (int i = 1; i <= count; i++) {
                sets.add(ArcSet.of(i, find(byResults, i), find(bySignature, i), find(bySeal, i)));
            }
            return new Whole(List.copyOf(sets));
        } catch (MalformedTags e) {
            return new Broken(e.how(), newest, ended);
        }
    }

    private static MessageField find(Map<Integer, MessageField> fields, int instance)
            throws MalformedTags {
        var field = fields.get(instance);
        if (field == null) {
            throw new MalformedTags("instance " + instance + " is missing");
        }
        return field;
    }

    private static Map<Integer, MessageField> numbered(List<MessageField> fields, int count)
            throws MalformedTags {
        var numbered = new HashMap<Integer, MessageField>();
        for (var field : fields) {
            int instance = instance(field);
            if (instance < 1 || instance > count) {
                throw new MalformedTags("a set without a proper instance");
            }
            if (numbered.put(instance, field) != null) {
                throw new MalformedTags("instance " + instance + " stands twice");
            }
        }
        return numbered;
    }

    private static int newest(List<MessageField> fields) {
        return fields.stream().mapToInt(ArcChain::instance).max().orElse(0);
    }

    private static boolean failed(MessageField seal) {
        try {
            return TagList.parse(seal.value()).value("cv").orElse("").equals("fail");
        } catch (MalformedTags _) {
            return false;
        }
    }

    /// The instance of a field; 0 where it has no proper one.
    private static int instance(MessageField field) {
        try {
            return field.name().equals("arc-authentication-results")
                    ? number(leading(field.value()))
                    : number(TagList.parse(field.value()).value("i").orElse(""));
        } catch (MalformedTags _) {
            return 0;
        }
    }

    /// RFC 8617 §4.1.1: `i` is the first thing that stands there.
    private static String leading(String value) throws MalformedTags {
        int semicolon = value.indexOf(';');
        return semicolon < 0
                ? ""
                : TagList.parse(value.substring(0, semicolon)).value("i").orElse("");
    }

    private static int number(String text) {
        boolean proper = text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= MOST;
        return proper ? Integer.parseInt(text) : 0;
    }
}
