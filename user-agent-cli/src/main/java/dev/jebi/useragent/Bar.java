package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.online.Progress;
import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

/// A bar on standard error for what takes longer than a moment, and only where a person sits at a
/// terminal. Gone without a trace when the job is done.
final class Bar implements Progress, AutoCloseable {
    private static final long PATIENCE_MILLIS = 300;
    private static final long BETWEEN_MILLIS = 100;
    private static final int WIDTH = 24;

    private final boolean wanted;
    private final Output output;
    private final long began = System.nanoTime();
    private long shownAt;
    private boolean shown;

    Bar(Surroundings surroundings, Output output) {
        this.wanted = surroundings.terminal() && output.people();
        this.output = output;
    }

    @Override
    public void at(String what, long done, long whole) {
        long now = (System.nanoTime() - began) / 1_000_000;
        if (!wanted || now < PATIENCE_MILLIS || now - shownAt < BETWEEN_MILLIS) {
            return;
        }
        shownAt = now;
        shown = true;
        int filled = whole <= 0 ? 0 : Math.clamp(done * WIDTH / whole, 0, WIDTH);
        String count = whole <= 0 ? Long.toString(done) : done + "/" + whole;
        output.err()
                .print(
                        "\r"
                                + Columns.fit(SafeText.line(what), WIDTH)
                                + " ["
                                + "#".repeat(filled)
                                + ".".repeat(WIDTH - filled)
                                + "] "
                                + Columns.fit(count, WIDTH));
        output.err().flush();
    }

    @Override
    public void close() {
        if (shown) {
            output.err().print("\r" + " ".repeat(3 * WIDTH + 4) + "\r");
            output.err().flush();
        }
    }
}
