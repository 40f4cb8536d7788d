package dev.jebi.mailstore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The keywords of a mailbox and their bits: a keyword once given keeps its bit. For one thread at
/// a time.
final class Keywords {
    /// Messages differ in few combinations of flags: each is made once, up to so many.
    private static final int MAX_CACHED = 1_024;

    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> bits = new HashMap<>();
    private final Map<Long, Map<Integer, Flags>> cache = new HashMap<>();

    /// Flags without keywords, by their bits.
    private final @Nullable Flags[] plain = new Flags[1 << Flags.System.values().length];

    int count() {
        return words.size();
    }

    List<String> words() {
        return List.copyOf(words);
    }

    /// Takes words that begin at a bit; those that are known already stay.
    void add(int first, List<String> more) {
        for (int i = 0; i < more.size(); i++) {
            if (first + i == words.size()) {
                words.add(more.get(i));
                bits.put(key(more.get(i)), first + i);
            }
        }
    }

    private static String key(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /// Those that have no bit yet.
    List<String> unknown(Set<String> wanted) {
        return wanted.stream().filter(word -> !bits.containsKey(key(word))).toList();
    }

    /// The bits of those that have one.
    long bits(Set<String> wanted) {
        long all = 0;
        for (String word : wanted) {
            Integer bit = bits.get(key(word));
            if (bit != null) {
                all |= 1L << bit;
            }
        }
        return all;
    }

    Set<String> words(long wanted) {
        var found = new java.util.TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int bit = 0; bit < words.size(); bit++) {
            if ((wanted & 1L << bit) != 0) {
                found.add(words.get(bit));
            }
        }
        return found;
    }

    Flags flags(int system, long keywords) {
        if (keywords == 0 && system < plain.length) {
            var flags = plain[system];
            if (flags == null) {
                flags = new Flags(FlagBits.system(system), Set.of());
                plain[system] = flags;
            }
            return flags;
        }
        if (cache.size() > MAX_CACHED) {
            cache.clear();
        }
        return cache.computeIfAbsent(keywords, _ -> new HashMap<>())
                .computeIfAbsent(system, _ -> new Flags(FlagBits.system(system), words(keywords)));
    }
}
