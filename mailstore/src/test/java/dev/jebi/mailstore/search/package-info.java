@NullMarked
package dev.jebi.mailstore.search;

import org.jspecify.annotations.NullMarked;
