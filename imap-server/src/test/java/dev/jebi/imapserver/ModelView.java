package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a client knows of the mailbox that it has selected, from nothing but what it was told. For
/// one thread.
final class ModelView {
    private static final Pattern NUMBERED =
            Pattern.compile("([0-9]+) (EXISTS|RECENT|EXPUNGE|FETCH|UIDFETCH)(?: \\((.*)\\))?");
    private static final Pattern UID = Pattern.compile("(?:^| )UID ([0-9]+)");
    private static final Pattern FLAGS = Pattern.compile("(?:^| )FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("(?:^| )MODSEQ \\(([0-9]+)\\)");
    private static final Pattern HIGHEST = Pattern.compile("OK \\[HIGHESTMODSEQ ([0-9]+)\\].*");
    private static final Pattern VALIDITY = Pattern.compile("OK \\[UIDVALIDITY ([0-9]+)\\].*");
    private static final Pattern VANISHED = Pattern.compile("VANISHED( \\(EARLIER\\))? ([0-9:,]+)");

    final List<Entry> entries = new ArrayList<>();
    final boolean uidOnly;
    final boolean vanishes;
    final boolean rev2;
    long validity;

    /// HIGHESTMODSEQ as RFC 7162 has a client keep it.
    long highest;

    /// What the last command told: messages by FETCH or UIDFETCH, in the order in which they came.
    final List<Entry> fetched = new ArrayList<>();

    final TreeSet<Long> earlier = new TreeSet<>();
    final TreeSet<Long> vanished = new TreeSet<>();
    Optional<List<Long>> found = Optional.empty();
    boolean allWithUid;

    /// A message; 0 and null are what is not known.
    static final class Entry {
        long uid;
        @Nullable Set<String> flags;
        long modSeq;

        /// How often its flags were told.
        int tellings;
    }

    ModelView(boolean uidOnly, boolean vanishes, boolean rev2) {
        this.uidOnly = uidOnly;
        this.vanishes = vanishes;
        this.rev2 = rev2;
    }

    /// Hears what was told under a command.
    void hear(ModelDialogue.Answer answer) {
        fetched.clear();
        earlier.clear();
        vanished.clear();
        found = Optional.empty();
        allWithUid = true;
        answer.told().forEach(this::hear);
        hear(answer.end());
    }

    private void hear(String line) {
        var numbered = NUMBERED.matcher(line);
        if (numbered.matches()) {
            long number = Long.parseLong(numbered.group(1));
            switch (numbered.group(2)) {
                case "EXISTS" -> exists(number);
                case "RECENT" -> assertThat(rev2).isFalse();
                case "EXPUNGE" -> {
                    assertThat(vanishes).isFalse();
                    entries.remove((int) number - 1);
                }
                case "FETCH" -> {
                    assertThat(uidOnly).isFalse();
                    fetch(entries.get((int) number - 1), numbered.group(3));
                }
                default -> {
                    assertThat(uidOnly).isTrue();
                    fetch(entry(number), numbered.group(3));
                }
            }
            return;
        }
        var highestNow = HIGHEST.matcher(line);
        if (highestNow.matches()) {
            highest = Long.parseLong(highestNow.group(1));
        }
        var validityNow = VALIDITY.matcher(line);
        if (validityNow.matches()) {
            validity = Long.parseLong(validityNow.group(1));
        }
        var vanished = VANISHED.matcher(line);
        if (vanished.matches()) {
            vanished(vanished.group(1) != null, set(vanished.group(2)));
        }
        if (line.startsWith("SEARCH")) {
            assertThat(rev2).isFalse();
            found = Optional.of(numbers(line));
        } else if (line.startsWith("ESEARCH")) {
            int all = line.indexOf(" ALL ");
            found = Optional.of(all < 0 ? List.of() : set(line.substring(all + 5).split(" ")[0]));
        }
    }

    private static List<Long> numbers(String line) {
        var numbers = new ArrayList<Long>();
        for (String word : line.replaceAll(" \\(MODSEQ.*", "").split(" ")) {
            if (!word.equals("SEARCH")) {
                numbers.add(Long.parseLong(word));
            }
        }
        return numbers;
    }

    private void exists(long number) {
        assertThat(number).as("EXISTS").isGreaterThanOrEqualTo(entries.size());
        while (entries.size() < number) {
            entries.add(new Entry());
        }
    }

    /// RFC 7162 §3.2.10: what has vanished was in the view, whether or not its UID was known.
    private void vanished(boolean before, List<Long> uids) {
        if (before) {
            for (long uid : uids) {
                assertThat(known(uid)).as("VANISHED (EARLIER) in the view: %s", uid).isEmpty();
                earlier.add(uid);
            }
            return;
        }
        assertThat(vanishes).isTrue();
        vanished.addAll(uids);
        for (long uid : uids) {
            var entry = known(uid).or(() -> unknown(uid));
            assertThat(entry).as("VANISHED in the view: %s", uid).isPresent();
            entries.remove(entry.get());
        }
    }

    Optional<Entry> known(long uid) {
        return entries.stream().filter(entry -> entry.uid == uid).findFirst();
    }

    /// One of those that the UID may belong to: they ascend.
    private Optional<Entry> unknown(long uid) {
        int from = 0;
        for (int i = 0; i < entries.size() && !uidOnly; i++) {
            if (entries.get(i).uid != 0 && entries.get(i).uid < uid) {
                from = i;
            }
        }
        return entries.subList(from, entries.size()).stream()
                .filter(entry -> entry.uid == 0)
                .findFirst();
    }

    private Entry entry(long uid) {
        var entry = known(uid).or(() -> known(0));
        assertThat(entry).as("UIDFETCH in the view: %s", uid).isPresent();
        entry.get().uid = uid;
        return entry.get();
    }

    private void fetch(Entry entry, String values) {
        var uid = UID.matcher(values);
        if (uid.find()) {
            long now = Long.parseLong(uid.group(1));
            assertThat(entry.uid == 0 || entry.uid == now).as("UID %s", now).isTrue();
            entry.uid = now;
        } else {
            allWithUid &= uidOnly;
        }
        var flags = FLAGS.matcher(values);
        if (flags.find()) {
            assertThat(rev2 && flags.group(1).contains("\\Recent")).isFalse();
            entry.flags = ModelMailbox.flags(flags.group(1));
            entry.tellings++;
        }
        var modSeq = MODSEQ.matcher(values);
        if (modSeq.find()) {
            entry.modSeq = Long.parseLong(modSeq.group(1));
            highest = Math.max(highest, entry.modSeq);
        }
        fetched.add(entry);
    }

    /// A set as the server writes it.
    static List<Long> set(String text) {
        var numbers = new ArrayList<Long>();
        for (String range : text.split(",")) {
            var ends = range.split(":");
            long last = Long.parseLong(ends[ends.length - 1]);
            for (long number = Long.parseLong(ends[0]); number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /// What a client that stores silently knows afterwards.
    static void applySilently(Entry entry, char kind, Set<String> flags) {
        if (kind == '=' || entry.flags != null) {
            var now = kind == '=' ? Set.<String>of() : Objects.requireNonNull(entry.flags);
            entry.flags = ModelMailbox.apply(now, kind, flags);
        }
    }
}
