package dev.jebi.benchmarks.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the runs of one load against one server gave.
final class Figures {
    private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\": (-?[0-9.]+)");

    private final List<Map<String, Double>> runs = new ArrayList<>();

    /// Takes the line of JSON that a generator prints.
    void take(String line) {
        Map<String, Double> run = new HashMap<>();
        var number = NUMBER.matcher(line);
        while (number.find()) {
            run.put(number.group(1), Double.valueOf(number.group(2)));
        }
        runs.add(run);
    }

    /// The median of a figure over the runs; NaN when none has it.
    double median(String figure) {
        double[] sorted =
                runs.stream()
                        .filter(run -> run.containsKey(figure))
                        .mapToDouble(run -> run.get(figure))
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The median of a server's figure; NaN when there is none.
    static double median(Map<String, Figures> found, String server, String figure) {
        var figures = found.get(server);
        return figures == null ? Double.NaN : figures.median(figure);
    }

    /// A number as tables have it.
    static String number(double value, int decimals) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
