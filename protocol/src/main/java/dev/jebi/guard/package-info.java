/// What clients that nobody knows are granted: how often they come and try, and who is not let in
/// at all, why, and until when.
@NullMarked
package dev.jebi.guard;

import org.jspecify.annotations.NullMarked;
