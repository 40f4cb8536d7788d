package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Box;

import java.util.Optional;

/// Where the panes are in a window of a size.
///
/// @param mailboxes to the left, or over the list where there is little room
/// @param status account, mailbox, counts, quota
/// @param word what we tell, and where a person types commands
/// @param footer keys for newcomers
record Layout(
        Optional<Box> mailboxes,
        Optional<Box> list,
        Optional<Box> message,
        Box status,
        Box word,
        Optional<Box> footer) {
    private static final int SIDE_BY_SIDE = 140;
    private static final int WITH_MAILBOXES = 100;
    private static final int FEW_ROWS = 16;
    private static final int FOOTER = 2;

    /// What is to be shown.
    ///
    /// @param mailboxes whether the person wants the mailboxes beside the list
    /// @param message whether one is open
    /// @param footer whether the keys are told
    record Wish(boolean mailboxes, boolean message, Place place, boolean footer) {}

    static Layout of(int columns, int rows, Wish wish) {
        var all = new Box(0, 0, columns, rows);
        int foot = wish.footer() && rows >= FEW_ROWS ? FOOTER : 0;
        Box main = all.top(Math.max(rows - 2 - foot, 1));
        Box below = all.below(main.rows());
        Box status = below.top(1);
        Box word = below.below(1).top(1);
        Optional<Box> footer =
                foot > 0 ? Optional.of(below.below(2).top(FOOTER)) : Optional.empty();
        Optional<Box> mailboxes = Optional.empty();
        boolean wide = columns >= WITH_MAILBOXES;
        if (wide ? wish.mailboxes() : wish.place() == Place.MAILBOXES) {
            int width = Math.clamp(columns / 6, 22, 30);
            mailboxes = Optional.of(main.left(Math.min(width, columns)));
            main = wide ? main.rightOf(width + 1) : main;
        }
        Optional<Box> list = Optional.of(main);
        Optional<Box> message = Optional.empty();
        if (columns >= SIDE_BY_SIDE) {
            int left = main.columns() * 9 / 20;
            list = Optional.of(main.left(left));
            message = Optional.of(main.rightOf(left + 1));
        } else if (wish.message() && main.rows() < FEW_ROWS) {
            list = Optional.empty();
            message = Optional.of(main);
        } else if (wish.message()) {
            int some = Math.max(main.rows() / 4, 4);
            list = Optional.of(main.top(some));
            message = Optional.of(main.below(some));
        }
        return new Layout(mailboxes, list, message, status, word, footer);
    }

    /// Whether list and message stand side by side, so that a line is between them.
    boolean sideBySide() {
        return list.isPresent()
                && message.isPresent()
                && message.get().column() > list.get().column();
    }
}
