package dev.jebi.useragent.panes;

import java.util.Locale;
import java.util.Optional;

/// What a person can ask for, by whatever key; also the words of the command line.
enum Act {
    DOWN("the next one"),
    UP("the one before"),
    PAGE_DOWN("a page down"),
    PAGE_UP("a page up"),
    TOP("to the beginning"),
    BOTTOM("to the end"),
    OPEN("open"),
    BACK("close, go back"),
    NEXT_PANE("to the next pane"),
    NEXT_MESSAGE("the next message"),
    PREVIOUS_MESSAGE("the message before"),
    NEXT_UNREAD("the next unread message"),
    SCROLL_DOWN("a page of the message down, then the next message"),
    COMPOSE("write a message"),
    REPLY("answer the author"),
    REPLY_ALL("answer everybody"),
    REPLY_LIST("answer the list"),
    FORWARD("pass on in a new message"),
    FORWARD_WHOLE("pass on whole, as an attachment"),
    DRAFTS("go on with a draft"),
    DELETE("move to the trash"),
    ARCHIVE("move to the archive"),
    JUNK("move to junk"),
    MOVE("move to a mailbox"),
    COPY("copy to a mailbox"),
    FLAG("flag, or take the flag off"),
    UNREAD("unread, or read"),
    MARK("mark for the next command"),
    UNDO("undo the last move, delete, flag or sending"),
    SEARCH("search"),
    CONVERSATIONS("conversations, or a plain list"),
    QUOTES("show or fold quoted text"),
    HEADERS("all header fields, or the few"),
    HTML("the HTML part, or the plain one"),
    LINKS("the links of the message"),
    SAVE("save what is attached"),
    MAILBOXES("show or hide the mailboxes"),
    GO("open a mailbox"),
    OUTBOX("what waits to be sent"),
    SYNC("look for new mail"),
    ACCOUNT("another account"),
    HELP("the keys of this place"),
    COMMAND("a command by its name"),
    PALETTE("find a command"),
    SET("a setting: keys, theme, reader"),
    REDRAW("draw anew"),
    QUIT("leave");

    private final String tells;

    Act(String tells) {
        this.tells = tells;
    }

    /// As it is typed: `reply-all`.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it does, for help and palette.
    String tells() {
        return tells;
    }

    /// Whether it is told as a key of that place. What an open message is needed for is of the
    /// message; what is done to messages is not of the mailboxes.
    boolean in(Place place) {
        return switch (this) {
            case QUOTES, HEADERS, HTML, LINKS, SAVE -> place == Place.MESSAGE;
            case MARK -> place == Place.LIST;
            default -> place != Place.MAILBOXES || !forMessages();
        };
    }

    /// Whether it is done to the messages that are meant.
    boolean forMessages() {
        return switch (this) {
            case REPLY,
                    REPLY_ALL,
                    REPLY_LIST,
                    FORWARD,
                    FORWARD_WHOLE,
                    DELETE,
                    ARCHIVE,
                    JUNK,
                    MOVE,
                    COPY,
                    FLAG,
                    UNREAD,
                    MARK ->
                    true;
            default -> false;
        };
    }

    static Optional<Act> of(String word) {
        for (Act act : values()) {
            if (act.word().equalsIgnoreCase(word)) {
                return Optional.of(act);
            }
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "q", "quit!", "exit", "x", "wq", "qa" -> Optional.of(QUIT);
            case "mv" -> Optional.of(MOVE);
            case "cp" -> Optional.of(COPY);
            case "rm" -> Optional.of(DELETE);
            case "mail", "m" -> Optional.of(COMPOSE);
            case "cd", "open" -> Optional.of(GO);
            case "h" -> Optional.of(HELP);
            default -> Optional.empty();
        };
    }
}
