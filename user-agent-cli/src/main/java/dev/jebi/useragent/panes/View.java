package dev.jebi.useragent.panes;

import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;

/// Something that fills the screen or lies over it, and takes keys while it is on top. Stage thread
/// only.
interface View {
    /// Draws over what is below.
    void draw(Canvas canvas);

    void key(Input.Key key);

    /// Takes pasted text; where there is nothing to write in, nothing happens.
    default void paste(String text) {}

    /// A moment has passed without a key.
    default void idle() {}

    /// Whether what is below is not to be seen.
    default boolean covers() {
        return true;
    }

    /// It is taken off the stage.
    default void closed() {}
}
