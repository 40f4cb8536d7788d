package dev.jebi.useragent.panes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The keys of a preset. A binding is a sequence of keys in one word; those of a place come before
/// those of everywhere.
final class Keymap {
    /// What a person is used to.
    enum Preset {
        VI,
        EMACS,
        NANO;

        static Optional<Preset> of(String word) {
            for (Preset preset : values()) {
                if (preset.name().equalsIgnoreCase(word.strip())) {
                    return Optional.of(preset);
                }
            }
            return Optional.empty();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a sequence of keys means.
    sealed interface Meaning {
        /// That command.
        record Does(Act act) implements Meaning {}

        /// The beginning of a longer sequence.
        record Begins() implements Meaning {}

        /// Nothing.
        record Nothing() implements Meaning {}
    }

    private static final String SHARED =
            """
            <down> DOWN
            <up> UP
            <pagedown> PAGE_DOWN
            <pageup> PAGE_UP
            <home> TOP
            <end> BOTTOM
            <enter> OPEN
            <right> OPEN
            <left> BACK
            <tab> NEXT_PANE
            <delete> DELETE
            <space> SCROLL_DOWN
            <f1> HELP
            ? HELP
            : COMMAND
            <C-k> PALETTE
            <C-l> REDRAW
            <C-c> QUIT
            """;

    private static final String LETTERS =
            """
            r REPLY
            R REPLY_ALL
            L REPLY_LIST
            f FORWARD
            F FORWARD_WHOLE
            c COMPOSE
            D DRAFTS
            a ARCHIVE
            ! JUNK
            M MOVE
            C COPY
            * FLAG
            u UNREAD
            / SEARCH
            T CONVERSATIONS
            Q QUOTES
            H HEADERS
            W HTML
            o LINKS
            S SAVE
            B MAILBOXES
            O OUTBOX
            $ SYNC
            A ACCOUNT
            <C-n> NEXT_MESSAGE
            <C-p> PREVIOUS_MESSAGE
            """;

    private static final String VI =
            """
            j DOWN
            k UP
            <C-d> PAGE_DOWN
            <C-u> PAGE_UP
            <C-f> PAGE_DOWN
            <C-b> PAGE_UP
            gg TOP
            G BOTTOM
            gm GO
            l OPEN
            h BACK
            q BACK
            <esc> BACK
            J NEXT_MESSAGE
            K PREVIOUS_MESSAGE
            n NEXT_UNREAD
            d DELETE
            v MARK
            z UNDO
            ZZ QUIT
            """;

    private static final String EMACS =
            """
            <C-n> DOWN
            <C-p> UP
            n DOWN
            p UP
            <C-v> PAGE_DOWN
            <A-v> PAGE_UP
            <A-<> TOP
            <A->> BOTTOM
            q BACK
            <C-g> BACK
            <C-s> SEARCH
            <A-x> COMMAND
            <C-x>o NEXT_PANE
            <C-x>m COMPOSE
            <C-x>b GO
            <C-x>u UNDO
            <C-_> UNDO
            <C-x><C-c> QUIT
            <C-h> HELP
            <A-n> NEXT_MESSAGE
            <A-p> PREVIOUS_MESSAGE
            <A-u> NEXT_UNREAD
            d DELETE
            <C-d> DELETE
            m MARK
            z UNDO
            g SYNC
            """;

    private static final String NANO =
            """
            n DOWN
            p UP
            <C-n> DOWN
            <C-p> UP
            <C-v> PAGE_DOWN
            <C-y> PAGE_UP
            - PAGE_UP
            > OPEN
            < BACK
            <C-x> BACK
            <esc> BACK
            q QUIT
            <C-r> REPLY
            <C-o> SAVE
            <C-w> SEARCH
            w SEARCH
            d DELETE
            <C-d> DELETE
            x MARK
            g GO
            z UNDO
            <C-z> UNDO
            <C-g> HELP
            """;

    /// What the footer of a newcomer's screen tells, in order.
    private static final List<Act> TOLD =
            List.of(
                    Act.HELP,
                    Act.OPEN,
                    Act.COMPOSE,
                    Act.REPLY,
                    Act.FORWARD,
                    Act.DELETE,
                    Act.BACK,
                    Act.SEARCH,
                    Act.UNDO,
                    Act.SYNC,
                    Act.MOVE,
                    Act.QUIT);

    private final Preset preset;
    private final Map<List<String>, Act> bindings = new LinkedHashMap<>();

    private Keymap(Preset preset) {
        this.preset = preset;
    }

    static Keymap of(Preset preset) {
        var keymap = new Keymap(preset);
        keymap.read(SHARED);
        keymap.read(LETTERS);
        keymap.read(
                switch (preset) {
                    case VI -> VI;
                    case EMACS -> EMACS;
                    case NANO -> NANO;
                });
        return keymap;
    }

    Preset preset() {
        return preset;
    }

    private void read(String table) {
        for (String line : table.strip().split("\n", -1)) {
            int space = line.lastIndexOf(' ');
            bindings.put(keys(line.substring(0, space)), Act.valueOf(line.substring(space + 1)));
        }
    }

    /// The keys of a word like `<C-x><C-c>` or `gg`.
    private static List<String> keys(String word) {
        var keys = new ArrayList<String>();
        String rest = word;
        while (!rest.isEmpty()) {
            int length = 1;
            if (rest.length() > 2 && rest.charAt(0) == '<') {
                length = rest.indexOf('>', 2) + 1;
                length += rest.startsWith(">", length) ? 1 : 0; // <A->>
            }
            String key = rest.substring(0, length);
            keys.add(key.equals("<space>") ? " " : key);
            rest = rest.substring(length);
        }
        return List.copyOf(keys);
    }

    /// What the keys pressed so far mean.
    Meaning meaning(List<String> pressed) {
        Act act = bindings.get(pressed);
        if (act != null) {
            return new Meaning.Does(act);
        }
        for (List<String> keys : bindings.keySet()) {
            if (keys.size() > pressed.size() && keys.subList(0, pressed.size()).equals(pressed)) {
                return new Meaning.Begins();
            }
        }
        return new Meaning.Nothing();
    }

    /// The keys of a command, as they are shown; empty when it has none.
    String keysOf(Act act) {
        var keys = new ArrayList<String>();
        bindings.forEach((pressed, bound) -> {
            if (bound == act) {
                keys.add(shown(pressed));
            }
        });
        return String.join(" ", keys.reversed().stream().limit(3).toList());
    }

    private static String shown(List<String> keys) {
        return String.join("", keys)
                .replace("<C-", "^")
                .replace("<A-", "M-")
                .replaceAll("(?<=[\\^-].)>", "")
                .replaceAll("^ $", "Space")
                .replaceAll("^<(\\w+)>$", "$1");
    }

    /// Key and meaning of what a newcomer needs.
    List<String[]> told() {
        var told = new ArrayList<String[]>();
        for (Act act : TOLD) {
            String keys = keysOf(act);
            if (!keys.isEmpty()) {
                String word = act.word();
                told.add(new String[] {keys.split(" ", 2)[0], word});
            }
        }
        return told;
    }
}
