/// Messages read as RFC 5322 and MIME have them: structure by offsets, nothing decoded until asked,
/// no input that fails.
@NullMarked
package dev.jebi.mime;

import org.jspecify.annotations.NullMarked;
