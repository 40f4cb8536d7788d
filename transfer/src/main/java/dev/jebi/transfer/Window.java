package dev.jebi.transfer;

/// How many connections a peer bears, as far as is known: one at first, one more for each success
/// until it is too many for the peer, then half as many and one more for each round of successes.
/// Guarded by whoever has it.
final class Window {
    private final int most;
    private double size = 1;
    private boolean found;

    Window(int most) {
        this.most = Math.max(1, most);
    }

    int size() {
        return (int) size;
    }

    void success() {
        size = Math.min(most, size + (found ? 1 / size : 1));
    }

    void tooMuch() {
        found = true;
        size = Math.max(1, size / 2);
    }
}
