package dev.jebi.mailstore.search;

import java.util.Arrays;

/// Numbers that are gathered. For one thread.
final class Numbers {
    private long[] numbers = new long[16];
    private int count;

    void add(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = number;
    }

    /// Ascending, each once.
    long[] sorted() {
        Arrays.sort(numbers, 0, count);
        int to = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || numbers[i] != numbers[i - 1]) {
                numbers[to++] = numbers[i];
            }
        }
        return Arrays.copyOf(numbers, to);
    }
}
