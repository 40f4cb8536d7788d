package dev.jebi.dmarc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The public suffix list (publicsuffix.org): below which names do people register theirs? It is a
/// matter of opinion, kept up by people; the one that is shipped is under the Mozilla Public
/// License 2.0. Immutable.
public final class PublicSuffixList {
    private static final String SHIPPED = "public_suffix_list.dat";

    private final Set<String> rules = new HashSet<>();
    private final Set<String> wildcards = new HashSet<>();
    private final Set<String> exceptions = new HashSet<>();

    private PublicSuffixList() {}

    /// The list that comes with Jebi; read when it is first wanted.
    public static PublicSuffixList shipped() {
        return Shipped.LIST;
    }

    /// Reads a list in the form of publicsuffix.org.
    public static PublicSuffixList read(BufferedReader lines) throws IOException {
        var list = new PublicSuffixList();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int end = 0;
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            String rule = line.substring(0, end);
            if (!rule.isEmpty() && !rule.startsWith("//")) {
                list.add(rule);
            }
        }
        return list;
    }

    /// The organization's domain that a name belongs to: the public suffix and one label more.
    /// Empty when the name is itself a public suffix, or no name.
    ///
    /// @param name as A-labels or U-labels
    public Optional<String> organizationalDomain(String name) {
        String asked = ascii(name);
        if (asked.isEmpty() || asked.startsWith(".") || asked.endsWith(".")) {
            return Optional.empty();
        }
        int suffix = suffix(asked); // where it begins
        if (suffix == 0) {
            return Optional.empty();
        }
        int dot = asked.lastIndexOf('.', suffix - 2);
        return Optional.of(asked.substring(dot + 1));
    }

    /// Where the public suffix of a name begins. The longest rule prevails, an exception over all;
    /// where none matches, `*` does.
    private int suffix(String name) {
        int last = name.lastIndexOf('.') + 1;
        for (int at = 0; at < last; ) {
            String rest = name.substring(at);
            int next = name.indexOf('.', at) + 1;
            if (exceptions.contains(rest)) {
                return next;
            }
            boolean wild = wildcards.contains(name.substring(next));
            if (wild || rules.contains(rest)) {
                return at;
            }
            at = next;
        }
        return last;
    }

    private void add(String rule) {
        if (rule.startsWith("!")) {
            exceptions.add(ascii(rule.substring(1)));
        } else if (rule.startsWith("*.")) {
            wildcards.add(ascii(rule.substring(2)));
        } else {
            rules.add(ascii(rule));
        }
    }

    private static String ascii(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(c -> c < 128)) {
            return lower;
        }
        try {
            return IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return ""; // no name, and no rule
        }
    }

    private static PublicSuffixList load() {
        try (var stream = PublicSuffixList.class.getResourceAsStream(SHIPPED)) {
            if (stream == null) {
                throw new IllegalStateException("the public suffix list is not shipped");
            }
            return read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Read when it is first wanted.
    private static final class Shipped {
        static final PublicSuffixList LIST = load();
    }
}
