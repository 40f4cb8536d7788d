@NullMarked
package dev.jebi.useragent.tour;

import org.jspecify.annotations.NullMarked;
