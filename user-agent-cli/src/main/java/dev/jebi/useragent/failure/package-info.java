/// How a command fails: a kind with its exit code and its word for scripts, and one sentence that
/// says the mend.
@NullMarked
package dev.jebi.useragent.failure;

import org.jspecify.annotations.NullMarked;
