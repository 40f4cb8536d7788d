/// Content and the spool.
@NullMarked
package dev.jebi.content;

import org.jspecify.annotations.NullMarked;
