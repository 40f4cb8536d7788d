package dev.jebi.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Random values from a seed, for property tests: the same seed gives the same values. For one
/// thread.
public final class Randomly {
    private static final String ATOM =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String[] WORDS = {
        "mail", "a", "Ωmega", "메일", "x-y", "été", "INBOX", "données", "日本", "q", "0", "Entwürfe"
    };

    private final RandomGenerator random;

    /// Values from a seed.
    public Randomly(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// What a property says of random values.
    public interface Body {
        /// Checks the property once.
        void check(Randomly random) throws Exception;
    }

    /// Checks a property `runs` times, each time with another seed. A failure tells its seed; the
    /// system property `seedProperty`, when set, makes the one run with that seed.
    public static void runs(int runs, String seedProperty, Body body) {
        var given = Long.getLong(seedProperty);
        if (given != null) {
            run(given, seedProperty, body);
            return;
        }
        var seeds = new SplittableRandom();
        for (int i = 0; i < runs; i++) {
            run(seeds.nextLong(), seedProperty, body);
        }
    }

    private static void run(long seed, String seedProperty, Body body) {
        try {
            body.check(new Randomly(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "failed with -D" + seedProperty + "=" + seed + ": " + e.getMessage(), e);
        }
    }

    /// The generator below, for what is not here.
    public RandomGenerator generator() {
        return random;
    }

    /// A number in `[from, to]`.
    public int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    /// A number in `[from, to]`.
    public long between(long from, long to) {
        return random.nextLong(from, to + 1);
    }

    /// Whether something happens that happens once in `n` times.
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /// A number in `[0, most]`, small ones far more often than large ones.
    public int small(int most) {
        int bits = 32 - Integer.numberOfLeadingZeros(most);
        return Math.min(most, random.nextInt(1 << random.nextInt(Math.min(bits, 30) + 1)));
    }

    /// One of these.
    @SafeVarargs
    public final <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }

    /// One of these.
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// A list of at most `most` values.
    public <T> List<T> list(int most, Function<Randomly, T> each) {
        int size = random.nextInt(most + 1);
        var list = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            list.add(each.apply(this));
        }
        return list;
    }

    /// Any octets.
    public byte[] octets(int length) {
        var octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /// Octets of this alphabet alone, e.g. CR, LF and dots.
    public byte[] octets(int length, String alphabet) {
        var octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return octets;
    }

    /// Characters of this alphabet alone.
    public String string(int length, String alphabet) {
        return new String(octets(length, alphabet), StandardCharsets.ISO_8859_1);
    }

    /// Letters and digits, at least one.
    public String atom(int most) {
        return string(between(1, most), ATOM);
    }

    /// Text of many scripts, planes and lengths; may be empty, never an unpaired surrogate.
    public String text(int most) {
        var text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> text.append((char) between(0x20, 0x7E));
                case 3 -> text.append((char) between(0xA1, 0x7FF));
                case 4 -> text.append((char) between(0xAC00, 0xD7A3));
                default -> text.appendCodePoint(between(0x1F300, 0x1F64F));
            }
        }
        return text.toString();
    }

    /// An address in ASCII, `local-part@domain`.
    public String address() {
        String local = atom(12) + (oneIn(3) ? pick(".", "+", "-", "_") + atom(8) : "");
        return local + "@" + domain();
    }

    /// A domain name in ASCII, of two or three labels.
    public String domain() {
        return atom(10) + (oneIn(3) ? "." + atom(8) : "") + pick(".test", ".example", ".org");
    }

    /// The name of an IMAP mailbox, with levels parted by `/`.
    public String mailboxName() {
        var name = new StringBuilder(oneIn(2) ? pick(WORDS) : atom(10));
        while (oneIn(2)) {
            name.append('/').append(oneIn(2) ? pick(WORDS) : atom(10));
        }
        return name.toString();
    }
}
