package dev.jebi.useragent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A terminal that knows the few sequences that we send and nothing else: another one, a control
/// character, or a letter beyond the edge is a failure. What it shows must be what was drawn.
public final class StrictTerminal {
    private static final Pattern SEQUENCE =
            Pattern.compile(
                    "\u001b(?:\\[(\\d+);(\\d+)H|\\[(0[\\d;]*)m|\\[(2J)|\\[\\?25[lh]"
                            + "|]8;;[!-~]{0,2048}\u001b\\\\)");

    private final Painter painter = new Painter();
    private final Set<String> looks = new TreeSet<>();
    private String[][] cells = new String[0][0];
    private int column;
    private int row;
    private int last = -1;

    /// Shows a canvas as [Tty] would.
    public void show(Canvas canvas) {
        String painted = painter.paint(canvas);
        if (painted.contains("\u001b[2J")) {
            cells = new String[canvas.rows()][canvas.columns()];
            Arrays.stream(cells).forEach(line -> Arrays.fill(line, " "));
        }
        take(painted);
        for (int i = 0; i < canvas.rows(); i++) {
            assertThat(String.join("", cells[i]).stripTrailing())
                    .as("row %s", i)
                    .isEqualTo(canvas.text(i));
        }
    }

    /// All ways in which letters looked so far: the numbers of the SGR sequences.
    public Set<String> looks() {
        return looks;
    }

    private void take(String painted) {
        var sequence = SEQUENCE.matcher(painted);
        for (int i = 0; i < painted.length(); ) {
            int c = painted.codePointAt(i);
            if (c == '\u001b') {
                assertThat(sequence.region(i, painted.length()).lookingAt())
                        .as("a sequence of ours: %s", painted.substring(i).codePoints().limit(20))
                        .isTrue();
                if (sequence.group(1) != null) {
                    row = Integer.parseInt(sequence.group(1)) - 1;
                    column = Integer.parseInt(sequence.group(2)) - 1;
                } else if (sequence.group(3) != null) {
                    looks.add(sequence.group(3));
                }
                i = sequence.end();
            } else {
                assertThat(SafeText.dangerous(c)).as("U+%04X", c).isFalse();
                write(c);
                i += Character.charCount(c);
            }
        }
    }

    private void write(int c) {
        int width = Columns.width(c);
        if (width == 0) {
            assertThat(last).as("a mark stands on something").isNotNegative();
            cells[row][last] += Character.toString(c);
            return;
        }
        assertThat(row).isBetween(0, cells.length - 1);
        assertThat(column + width).as("within the line").isBetween(1, cells[row].length);
        for (int i = column; i < column + width; i++) {
            halve(i);
            cells[row][i] = i == column ? Character.toString(c) : "";
        }
        last = column;
        column += width;
    }

    /// What is written over one half of a wide character takes the other with it.
    private void halve(int at) {
        if (cells[row][at].isEmpty() && at > column) {
            return;
        }
        if (cells[row][at].isEmpty()) {
            cells[row][at - 1] = " ";
        }
        if (at + 1 < cells[row].length && cells[row][at + 1].isEmpty()) {
            cells[row][at + 1] = " ";
        }
    }
}
