package dev.jebi.useragent.terminal;

/// What comes from a terminal.
public sealed interface Input {
    /// A key by name: the character itself, or `<up>`, `<enter>`, `<esc>`, `<f1>`, `<C-n>`, `<A-x>`
    /// in angle brackets.
    record Key(String name) implements Input {
        /// Whether it is a character to be written.
        public boolean character() {
            return name.codePointCount(0, name.length()) == 1;
        }
    }

    /// Text that was pasted and is no command.
    record Paste(String text) implements Input {}

    /// The window has another size.
    record Resized(int columns, int rows) implements Input {}

    /// The terminal is gone.
    record Gone() implements Input {}
}
