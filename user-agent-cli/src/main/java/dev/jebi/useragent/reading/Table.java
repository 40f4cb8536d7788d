package dev.jebi.useragent.reading;

import dev.jebi.useragent.text.Columns;
import dev.jebi.useragent.text.SafeText;

import org.jsoup.nodes.Element;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A table of data: rows of short cells. Tables that only place things on a page are none.
final class Table {
    private static final int LONG_CELL = 120;
    private static final int NARROWEST = 4;
    private static final String BETWEEN = "  ";

    private final List<List<String>> rows;
    private final boolean headed;
    private final int columns;

    private Table(List<List<String>> rows, boolean headed) {
        this.rows = rows;
        this.headed = headed;
        this.columns = rows.stream().mapToInt(List::size).max().orElse(0);
    }

    /// The table of an element, if it holds data.
    static Optional<Table> of(Element element, Links links) {
        if (element.attr("role").equalsIgnoreCase("presentation")
                || element.select("table").size() > 1) {
            return Optional.empty();
        }
        var lines = element.select("tr");
        if (lines.size() < 2
                || lines.size() > ReadingLimits.ROWS
                || !looksLikeData(element, lines)) {
            return Optional.empty();
        }
        var rows = new ArrayList<List<String>>();
        for (Element line : lines) {
            var row = new ArrayList<String>();
            for (Element cell : line.children()) {
                row.add(text(cell, links));
            }
            if (row.stream().anyMatch(cell -> !cell.isEmpty())) {
                rows.add(row);
            }
        }
        var first = lines.getFirst().children();
        boolean headed =
                !first.isEmpty() && first.stream().allMatch(c -> c.normalName().equals("th"));
        return Optional.of(new Table(rows, headed)).filter(t -> t.columns > 1);
    }

    private static boolean looksLikeData(Element table, List<Element> lines) {
        int broad = 0;
        for (Element line : lines) {
            if (line.childrenSize() > ReadingLimits.COLUMNS) {
                return false;
            }
            int filled = 0;
            for (Element cell : line.children()) {
                int length = cell.text().length();
                if (length > LONG_CELL) {
                    return false;
                }
                filled += length > 0 ? 1 : 0;
            }
            broad += filled > 1 ? 1 : 0;
        }
        return broad * 2 > lines.size() || (broad > 1 && !table.select("th").isEmpty());
    }

    private static String text(Element cell, Links links) {
        var text = new StringBuilder(SafeText.line(cell.text()).strip());
        for (Element link : cell.select("a[href]")) {
            int number = links.number(link.attr("href"));
            if (number > 0 && !link.text().equals(link.attr("href"))) {
                text.append(" [").append(number).append(']');
            }
        }
        return text.toString().strip();
    }

    void set(Setting setting) {
        int[] widths = widths(setting.width());
        boolean[] numbers = numbers();
        for (int i = 0; i < rows.size(); i++) {
            row(setting, rows.get(i), widths, numbers, headed && i == 0);
            if (headed && i == 0) {
                int all = Arrays.stream(widths).sum() + BETWEEN.length() * (columns - 1);
                setting.words("─".repeat(all), Look.NOTE, 0);
                setting.end();
            }
        }
    }

    private void row(
            Setting setting, List<String> row, int[] widths, boolean[] numbers, boolean head) {
        var cells = new ArrayList<List<String>>();
        for (int c = 0; c < row.size(); c++) {
            cells.add(Columns.wrap(row.get(c), widths[c]));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int h = 0; h < height; h++) {
            var line = new StringBuilder();
            for (int c = 0; c < cells.size(); c++) {
                String text = h < cells.get(c).size() ? cells.get(c).get(h) : "";
                line.append(c == 0 ? "" : BETWEEN);
                boolean right = numbers[c] && !head;
                line.append(right ? Columns.right(text, widths[c]) : Columns.fit(text, widths[c]));
            }
            setting.words(line.toString().stripTrailing(), head ? Look.STRONG : Look.PLAIN, 0);
            setting.newline();
        }
    }

    /// As wide as the cells need; where that is too much, the widest give way.
    private int[] widths(int room) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], Columns.width(row.get(c)));
            }
        }
        int left = room - BETWEEN.length() * (columns - 1);
        while (Arrays.stream(widths).sum() > left) {
            int widest = 0;
            for (int c = 1; c < columns; c++) {
                widest = widths[c] > widths[widest] ? c : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private boolean[] numbers() {
        boolean[] numbers = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            numbers[c] =
                    rows.stream()
                            .skip(headed ? 1 : 0)
                            .filter(r -> r.size() > column && !r.get(column).isEmpty())
                            .allMatch(r -> r.get(column).matches("[-+(]?[\\d.,\\s%$€₩£)원]+"));
        }
        return numbers;
    }
}
