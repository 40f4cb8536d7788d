/// A terminal as cells and keys.
///
/// A [dev.jebi.useragent.terminal.Canvas] is what the screen should show; a
/// [dev.jebi.useragent.terminal.Painter] sends what differs from what it shows already, and
/// [dev.jebi.useragent.terminal.KeyDecoder] makes keys of what the terminal sends. The canvas is
/// the last gate: no control character can be put on it, whoever wrote the text. Raw mode comes
/// from `stty`, the size from the kernel; there is no terminal library below, because little is
/// needed and each of its bytes goes to somebody's screen.
@NullMarked
package dev.jebi.useragent.terminal;

import org.jspecify.annotations.NullMarked;
