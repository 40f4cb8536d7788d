/// The way of one message, live: two servers for the moment, real dialogues with them, and a
/// sentence for each line.
@NullMarked
package dev.jebi.useragent.tour;

import org.jspecify.annotations.NullMarked;
