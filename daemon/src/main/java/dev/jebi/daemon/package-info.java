/// The process: reads the configuration, wires, starts, stops.
@NullMarked
package dev.jebi.daemon;

import org.jspecify.annotations.NullMarked;
