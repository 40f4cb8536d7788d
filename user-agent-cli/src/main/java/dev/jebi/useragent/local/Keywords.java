package dev.jebi.useragent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Flags as bits: the system flags, and the keywords of a mailbox in the order in which they came.
/// A mailbox with more keywords than there are bits shows the first ones. Guarded by its mailbox.
final class Keywords {
    private static final int MOST = Long.SIZE - Row.FIRST_KEYWORD;

    private final Path file;
    private final Map<Long, List<String>> known = new HashMap<>();
    private List<String> names = List.of();
    private boolean read;

    Keywords(Path file) {
        this.file = file;
    }

    /// The flags that the bits mean.
    List<String> words(long marks) throws IOException {
        long bits = marks & ~Row.ATTACHMENT;
        List<String> words = known.get(bits);
        if (words == null) {
            words = new ArrayList<>();
            for (int i = 0; i < Row.SYSTEM.size(); i++) {
                if ((bits >> i & 1) != 0) {
                    words.add(Row.SYSTEM.get(i));
                }
            }
            for (int i = 0; i < MOST && bits >>> Row.FIRST_KEYWORD != 0; i++) {
                if ((bits >>> (Row.FIRST_KEYWORD + i) & 1) != 0 && i < names().size()) {
                    words.add(names().get(i));
                }
            }
            words = List.copyOf(words);
            known.put(bits, words);
        }
        return words;
    }

    /// The bits of flags; keywords that are new are written down.
    long marks(List<String> flags) throws IOException {
        long marks = 0;
        for (String flag : flags) {
            int system = Row.SYSTEM.indexOf(flag);
            int bit = system >= 0 ? system : keyword(flag);
            if (bit >= 0) {
                marks |= 1L << bit;
            }
        }
        return marks;
    }

    private int keyword(String flag) throws IOException {
        int at = names().indexOf(flag);
        if (at < 0 && names.size() < MOST && flag.indexOf('\n') < 0) {
            try (var channel =
                    Own.file(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap((flag + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            var more = new ArrayList<>(names);
            more.add(flag);
            names = List.copyOf(more);
            at = names.size() - 1;
        }
        return at < 0 ? -1 : Row.FIRST_KEYWORD + at;
    }

    private List<String> names() throws IOException {
        if (!read) {
            names =
                    Files.exists(file)
                            ? List.copyOf(Files.readAllLines(file, StandardCharsets.UTF_8))
                            : List.of();
            read = true;
        }
        return names;
    }

    /// Forgets what was read: another process may have written.
    void refresh() {
        read = false;
        known.clear();
    }
}
