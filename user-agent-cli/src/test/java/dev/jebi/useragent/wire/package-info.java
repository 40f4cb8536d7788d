/// The dialogue with servers, shown to the person with its secrets masked.
@NullMarked
package dev.jebi.useragent.wire;

import org.jspecify.annotations.NullMarked;
