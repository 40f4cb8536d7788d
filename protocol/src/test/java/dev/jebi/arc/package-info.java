/// ARC.
@NullMarked
package dev.jebi.arc;

import org.jspecify.annotations.NullMarked;
